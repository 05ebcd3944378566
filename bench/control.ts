import { createServer, type Server } from 'node:http';
import { once } from 'node:events';

/** Answers questions, each a path, on a socket; ended by close(). */
export async function serveControl(
  socket: string,
  answers: Readonly<Record<string, () => unknown>>,
): Promise<Server> {
  const server = createServer(({ url = '' }, response) => {
    const answer = Promise.resolve().then(() => answers[url]?.());
    answer.then(
      (value) => response.end(JSON.stringify(value)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  server.listen(socket);
  await once(server, 'listening');
  return server;
}
