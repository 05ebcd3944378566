/** What a value looks like: what can be checked, and completed. */
export type KeyKind =
  | 'string'
  | 'bool'
  | 'integer'
  /** 512MiB, 10GB. */
  | 'size'
  /** A size, or a percentage of the host's memory. */
  | 'memory'
  /** 100Mbit. */
  | 'bitRate'
  /** 30MB or 50iops. */
  | 'ioRate'
  /** 2, 0-3 or 1,5. */
  | 'cpu'
  /** 50% or 25ms/100ms. */
  | 'cpuShare'
  /** 1M 2H 3d 4w 5m 6y. */
  | 'expiry'
  /** A cron expression or aliases such as @daily. */
  | 'schedule'
  | 'mac'
  /** A number, or none. */
  | 'vlan'
  /** Separated by commas. */
  | 'list'
  /** Text of several lines. */
  | 'blob';

/** One key that an object's configuration, or a device, may have. */
export interface KeySpec {
  /** As in 'limits.memory'; it may hold placeholders: 'user.*', 'volatile.<name>.hwaddr', 'bgp.peers.NAME.address'. */
  readonly name: string;
  readonly type: KeyKind;
  /** The server's own word for the type. */
  readonly typeText: string;
  /** Plain text: a value, or words about it ("randomly assigned"). */
  readonly default?: string;
  /** The values it may have; see `othersAllowed`. */
  readonly allowed?: readonly string[];
  /** The values in `allowed` are the usual ones, not all of them. */
  readonly othersAllowed?: boolean;
  /** One line of plain text. */
  readonly short: string;
  /** Markdown, without what the server's documentation has of its own. */
  readonly long?: string;
  /** What it holds for, in words: 'container', 'virtual machine', 'custom volume'. */
  readonly condition?: string;
  /** false: a change needs a restart of the instance. Unknown for most. */
  readonly liveUpdate?: boolean;
  readonly required?: boolean;
  /** The server's own: `volatile.*`. */
  readonly readOnly?: boolean;
  /** Whether each member of a cluster has its own value. */
  readonly scope?: 'local' | 'global';
  /** The section it is documented in, such as 'resource-limits'. */
  readonly group: string;
}

/** A piece of a key's name: text as it is, or a placeholder to fill in. */
export interface NamePart {
  readonly text: string;
  readonly hole: boolean;
}

/** A key to offer, with its name cut into what is fixed and what is to be filled in. */
export interface KeySuggestion {
  readonly spec: KeySpec;
  readonly parts: readonly NamePart[];
}

/** The keys that may stand in one place. */
export interface KeySet {
  readonly keys: readonly KeySpec[];
  /**
   * The server says these are all: a name that is not found is a mistake. Otherwise they are the usual ones, and a name
   * that is not found may be right.
   */
  readonly complete: boolean;
  /** The key of this name; placeholders are matched too, names before placeholders, long ones before short ones. */
  find(name: string): KeySpec | undefined;
  /** What can be added besides the `taken` names: nothing twice, nothing read-only. */
  suggestions(taken?: Iterable<string>): readonly KeySuggestion[];
}

/** What has a configuration. */
export type SubjectKind =
  | 'instance'
  | 'profile'
  | 'project'
  | 'network'
  | 'networkForward'
  | 'networkAcl'
  | 'networkZone'
  | 'networkZoneRecord'
  | 'networkPeer'
  | 'networkLoadBalancer'
  | 'storagePool'
  | 'volume'
  | 'bucket'
  | 'clusterMember'
  | 'clusterGroup'
  | 'server';

/** What an object is: its kind, and what else decides which keys it may have. */
export interface Subject {
  readonly kind: SubjectKind;
  /**
   * Of an instance: container or virtual-machine. Of a network: bridge, ovn… Of a pool, a volume and a bucket: the
   * pool's driver. Unknown: the keys of all types together.
   */
  readonly type?: string;
}

/** What a server allows in configurations and devices. */
export interface Schema {
  config(subject: Subject): KeySet;
  deviceTypes(): readonly { readonly type: string; readonly short: string }[];
  /**
   * The options of a device. `options` are those it has: `nictype` or `gputype` decide. For a network interface on a
   * managed network, `networkType` says of what type that is; unknown, it has the keys of all types.
   */
  device(type: string, options: Readonly<Record<string, string>>, networkType?: string): KeySet;
}
