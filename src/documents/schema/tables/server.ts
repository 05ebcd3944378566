/** Configuration of projects, members of clusters and servers; how a line reads is said in `tableLine.ts`. */
export const serverTable = `
@ project
# features
features.images | bool | true | | Images of its own
features.networks | bool | false | | Networks of its own
features.networks.zones | bool | false | incus | DNS zones of its own
features.profiles | bool | true | | Profiles of its own
features.storage.buckets | bool | true | incus | Buckets of its own
features.storage.volumes | bool | true | | Volumes of its own
# limits
limits.containers | int | | | Most containers
limits.virtual-machines | int | | | Most virtual machines
limits.instances | int | | | Most instances
limits.cpu | int | | | Most CPUs, all instances together
limits.memory | size | | | Most memory, all instances together
limits.processes | int | | | Most processes, all instances together
limits.disk | size | | | Most disk space, all volumes and images together
limits.networks | int | | | Most networks
# restricted
restricted | bool | false | | Whether the restrictions below hold
restricted.backups | one(allow,block) | block | | Backups of instances and volumes
restricted.cluster.groups | list | | | Groups of members that may be named
restricted.cluster.target | one(allow,block) | block | | Naming a member for an instance
restricted.containers.interception | one(allow,block,full) | block | | Interception of system calls
restricted.containers.lowlevel | one(allow,block) | block | | Options such as raw.lxc and volatile.*
restricted.containers.nesting | one(allow,block) | block | | Containers in containers
restricted.containers.privilege | one(allow,isolated,unprivileged) | unprivileged | | How privileged containers may be
restricted.devices.disk | one(allow,block,managed) | managed | | Disk devices
restricted.devices.disk.paths | list | | | Paths of the host that disk devices may name
restricted.devices.gpu | one(allow,block) | block | | Devices of type gpu
restricted.devices.infiniband | one(allow,block) | block | | Devices of type infiniband
restricted.devices.nic | one(allow,block,managed) | managed | | Network devices
restricted.devices.pci | one(allow,block) | block | | Devices of type pci
restricted.devices.proxy | one(allow,block) | block | | Devices of type proxy
restricted.devices.unix-block | one(allow,block) | block | | Devices of type unix-block
restricted.devices.unix-char | one(allow,block) | block | | Devices of type unix-char
restricted.devices.unix-hotplug | one(allow,block) | block | | Devices of type unix-hotplug
restricted.devices.usb | one(allow,block) | block | | Devices of type usb
restricted.idmap.gid | list | | | Groups of the host that raw.idmap may name
restricted.idmap.uid | list | | | Users of the host that raw.idmap may name
restricted.networks.access | list | | | Networks that may be used
restricted.networks.subnets | list | | | Subnets of uplinks it may use, uplink:subnet
restricted.networks.uplinks | list | | | Networks that may be uplinks
restricted.networks.zones | list | | | DNS zones it may use
restricted.snapshots | one(allow,block) | block | | Snapshots of instances and volumes
restricted.virtual-machines.lowlevel | one(allow,block) | block | | Options such as raw.qemu and volatile.*
@ project server
# images
backups.compression_algorithm | open(gzip,bzip2,lzma,xz,zstd,none) | gzip | | How backups are compressed
images.auto_update_cached | bool | true | | Keep images that were fetched up to date
images.auto_update_interval | int | 6 | | Hours between two looks for newer images; 0 for never
images.compression_algorithm | open(gzip,bzip2,lzma,xz,zstd,none) | gzip | | How new images are compressed
images.default_architecture | text | | | Architecture where members differ
images.remote_cache_expiry | int | 10 | | Days after which an unused image is removed
# user
user.* | text | | | Anything of your own
@ clusterMember
# cluster
scheduler.instance | one(all,group,manual) | all | | Which instances are placed on the member by themselves
user.* | text | | | Anything of your own
@ server
# cluster
cluster.https_address | text | | | Address for the members' own traffic
cluster.images_minimal_replica | int | 3 | | How many members keep an image; -1 for all
cluster.join_token_expiry | text | 3H | | How long a token to join is good for
cluster.max_standby | int | 2 | | Most members in reserve for the database, 0 to 5
cluster.max_voters | int | 3 | | Most members that vote in the database, odd
cluster.offline_threshold | int | 20 | | Seconds of silence after which a member is offline
# core
core.bgp_address | text | | | Address of the BGP server
core.bgp_asn | text | 0 | | Autonomous system of the server
core.bgp_routerid | text | | | Id of the BGP server, in the form of an IPv4 address
core.debug_address | text | | | Address of the debug server
core.dns_address | text | | | Address of the DNS server
core.https_address | text | | | Address of the API, such as :8443
core.https_allowed_credentials | bool | false | | Value of Access-Control-Allow-Credentials
core.https_allowed_headers | text | | | Value of Access-Control-Allow-Headers
core.https_allowed_methods | text | | | Value of Access-Control-Allow-Methods
core.https_allowed_origin | text | | | Value of Access-Control-Allow-Origin
core.https_trusted_proxy | list | | | Proxies that may say who the client is
core.metrics_address | text | | | Address of the metrics
core.metrics_authentication | bool | true | | Ask for a certificate there
core.proxy_http | text | | | Proxy for HTTP
core.proxy_https | text | | | Proxy for HTTPS
core.proxy_ignore_hosts | list | | | Hosts that need no proxy
core.remote_token_expiry | text | | | How long a token for clients is good for
core.shutdown_timeout | int | 5 | | Minutes to wait for operations at the end
core.storage_buckets_address | text | | incus | Address of the object storage
core.trust_ca_certificates | bool | false | | Trust clients that the CA has signed
core.trust_password | text | | lxd | Password that lets clients in
# instances
instances.nic.host_name | one(random,mac) | random | incus | How interfaces on the host are named
instances.placement.scriptlet | text | | incus | Program that places instances
# network
network.ovn.integration_bridge | text | br-int | | Bridge of Open vSwitch that OVN uses
network.ovn.northbound_connection | text | | | Address of OVN's database
# maas
maas.api.key | text | | lxd | Key for MAAS
maas.api.url | text | | lxd | Address of MAAS
maas.machine | text | | lxd | Name of this machine in MAAS
# loki
loki.api.ca_cert | text | | incus | Certificate of Loki's CA
loki.api.url | text | | incus | Address of Loki
loki.auth.password | text | | incus | Password for Loki
loki.auth.username | text | | incus | User for Loki
loki.labels | list | | incus | Labels of what is sent to Loki
loki.loglevel | text | info | incus | Least level that is sent to Loki
loki.types | list | lifecycle,logging | incus | Events that are sent to Loki
# oidc
oidc.audience | text | | incus | Audience that tokens must name
oidc.client.id | text | | incus | Id of the client
oidc.issuer | text | | incus | Address of the OpenID Connect provider
# storage
storage.backups_volume | text | | | Volume for backups, pool/volume
storage.images_volume | text | | | Volume for images, pool/volume
`;
