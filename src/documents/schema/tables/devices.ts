/** Options of devices; how a line reads is said in `tableLine.ts`. */
export const deviceTable = `
@ device:none device:disk device:nic device:proxy device:gpu device:usb device:unix-char device:unix-block
@+ device:unix-hotplug device:infiniband device:tpm device:pci
# device
type | one(disk,gpu,infiniband,nic,none,pci,proxy,tpm,unix-block,unix-char,unix-hotplug,usb) | | req | What kind of device it is
user.* | text | | | Anything of your own
@ device:disk
# disk
path | text | | | Where it is mounted inside; / for the root disk
source | text | | | What is attached: a path on the host, a volume's name, ceph:… or cephfs:…
pool | text | | | Storage pool of the volume
size | size | | | Size of the root disk
size.state | size | | vm | Size of the part of the root disk that keeps the state of a virtual machine
readonly | bool | false | | Mount it read-only
recursive | bool | false | | Mount what is mounted below the source too
required | bool | true | | Fail to start where the source is missing
shift | bool | false | ct | Translate the owners of files to the container's ids
propagation | one(private,shared,slave,unbindable,rshared,rslave,runbindable,rprivate) | private | | How later mounts below it are shared with the host
raw.mount.options | text | | | Options for the file system's mount
limits.read | iorate | | | Most bytes or operations read per second: 30MB or 50iops
limits.write | iorate | | | Most bytes or operations written per second: 30MB or 50iops
limits.max | iorate | | | Both limits in one
boot.priority | int | | vm | Which disk a virtual machine boots from: the highest number
ceph.cluster_name | text | ceph | | Ceph cluster of the source
ceph.user_name | text | admin | | Ceph user of the source
@ device:nic
# nic
nictype | one(bridged,macvlan,physical,p2p,routed,ovn,sriov,ipvlan) | | | How it is connected, where no managed network is named
name | text | | | Name of the interface inside
@ device:nic_bridged device:nic_macvlan device:nic_physical device:nic_ovn device:nic_sriov
network | text | | | Managed network it belongs to, instead of nictype
@ device:nic_bridged device:nic_macvlan device:nic_physical device:nic_sriov device:nic_routed device:nic_ipvlan
parent | text | | | Interface or bridge of the host
mtu | int | | | Largest packet of the interface
vlan | vlan | | | VLAN to join
@ device:nic_bridged device:nic_macvlan device:nic_physical device:nic_sriov device:nic_routed device:nic_ipvlan
@+ device:nic_ovn device:nic_p2p
hwaddr | mac | | | MAC address of the interface
@ device:nic_bridged device:nic_macvlan device:nic_physical device:nic_sriov device:nic_ovn device:nic_p2p
boot.priority | int | | vm | Which network a virtual machine boots from: the highest number
@ device:nic_macvlan device:nic_physical device:nic_routed device:nic_ipvlan
gvrp | bool | false | | Announce the VLAN through GVRP
@ device:nic_p2p
mtu | int | | | Largest packet of the interface
@ device:nic_bridged device:nic_routed device:nic_p2p device:nic_ovn
host_name | text | | | Name of the interface on the host
@ device:nic_bridged device:nic_routed device:nic_p2p
limits.ingress | bitrate | | | Most bits per second that come in: 100Mbit
limits.egress | bitrate | | | Most bits per second that go out: 100Mbit
limits.max | bitrate | | | Both limits in one
queue.tx.length | int | | incus | Length of the send queue
@ device:nic_bridged device:nic_routed device:nic_p2p device:nic_ovn
ipv4.routes | list | | | Routes (CIDR) that the host adds towards it
ipv6.routes | list | | | Routes (CIDR) that the host adds towards it
@ device:nic_bridged device:nic_ovn
ipv4.address | text | | | Address it gets through DHCP
ipv6.address | text | | | Address it gets through DHCP
ipv4.routes.external | list | | | Routes (CIDR) towards it that the uplink learns
ipv6.routes.external | list | | | Routes (CIDR) towards it that the uplink learns
@ device:nic_bridged
vlan.tagged | list | | | VLANs to join with tags
security.mac_filtering | bool | false | | Let it send only from its own MAC address
security.ipv4_filtering | bool | false | | Let it send only from its own IPv4 address
security.ipv6_filtering | bool | false | | Let it send only from its own IPv6 address
security.port_isolation | bool | false | | Keep it apart from other isolated ports of the network
maas.subnet.ipv4 | text | | lxd | MAAS subnet to register it in
maas.subnet.ipv6 | text | | lxd | MAAS subnet to register it in
@ device:nic_sriov
security.mac_filtering | bool | false | | Let it send only from its own MAC address
@ device:nic_ovn
vlan | vlan | | | VLAN of an interface nested in another
nested | text | | | Interface it is nested in
acceleration | open(none,sriov,vdpa) | none | | What the hardware takes over
security.acls | list | | | ACLs that apply to it
security.acls.default.ingress.action | one(allow,reject,drop) | reject | | What happens to incoming traffic no rule is about
security.acls.default.egress.action | one(allow,reject,drop) | reject | | What happens to outgoing traffic no rule is about
security.acls.default.ingress.logged | bool | false | | Log incoming traffic no rule is about
security.acls.default.egress.logged | bool | false | | Log outgoing traffic no rule is about
@ device:nic_routed device:nic_ipvlan
ipv4.address | list | | | Fixed addresses
ipv6.address | list | | | Fixed addresses
ipv4.gateway | text | auto | | auto or none for a routed one; an address for an ipvlan one on layer 2
ipv6.gateway | text | auto | | auto or none for a routed one; an address for an ipvlan one on layer 2
ipv4.host_table | int | | | Routing table of the host to add its routes to as well
ipv6.host_table | int | | | Routing table of the host to add its routes to as well
@ device:nic_routed
ipv4.host_address | text | 169.254.0.1 | | Address of the host's end
ipv6.host_address | text | fe80::1 | | Address of the host's end
ipv4.neighbor_probe | bool | true | | Look whether its addresses are taken
ipv6.neighbor_probe | bool | true | | Look whether its addresses are taken
@ device:nic_ipvlan
mode | one(l2,l3s) | l3s | | Which layer it works on
@ device:infiniband
# infiniband
nictype | one(physical,sriov) | | req | A device of the host, or a virtual function of one
parent | text | | req | Interface of the host
name | text | | | Name of the interface inside
hwaddr | text | | | Address of the interface: 20 bytes, or the last 8
mtu | int | | | Largest packet of the interface
@ device:proxy
# proxy
listen | text | | req | Where to listen: tcp:0.0.0.0:80, udp:…, unix:/path
connect | text | | req | Where connections go to: tcp:127.0.0.1:80, udp:…, unix:/path
bind | one(host,guest,instance,container) | host | | Which side listens
nat | bool | false | | Forward with rules of the firewall instead of a process; needs a fixed address
proxy_protocol | bool | false | | Tell the other end the client's address with the PROXY protocol
uid | int | 0 | | Owner of the socket that listens (unix)
gid | int | 0 | | Group of the socket that listens (unix)
mode | int | 0644 | | Mode of the socket that listens (unix)
security.uid | int | 0 | | Which user the proxy runs as
security.gid | int | 0 | | Which group the proxy runs as
@ device:gpu
# gpu
gputype | one(physical,mdev,mig,sriov) | physical | | A whole card, or a part of one
vendorid | text | | | Vendor of the card
productid | text | | | Product of the card
pci | text | | | PCI address of the card
id | text | | | DRM number of the card
@ device:gpu_physical
uid | int | 0 | ct | Owner of the device inside
gid | int | 0 | ct | Group of the device inside
mode | int | 0660 | ct | Mode of the device inside
@ device:gpu_mdev
mdev | text | | req | Profile of the mediated device
@ device:gpu_mig
mig.ci | int | | | Number of the compute instance
mig.gi | int | | | Number of the GPU instance
mig.uuid | text | | | Unique id of the MIG device
@ device:usb
# usb
vendorid | text | | | Vendor of the device
productid | text | | | Product of the device
@ device:usb device:unix-char device:unix-block device:unix-hotplug
uid | int | 0 | | Owner of the device inside
gid | int | 0 | | Group of the device inside
mode | int | 0660 | | Mode of the device inside
required | bool | | | Fail to start where the device is missing
@ device:unix-hotplug
# unix-hotplug
vendorid | text | | | Vendor of the device
productid | text | | | Product of the device
@ device:unix-char device:unix-block
# unix
source | text | | | Path of the device on the host; this or path is needed
path | text | | | Path of the device inside
major | int | | | Major number; the host's device otherwise
minor | int | | | Minor number; the host's device otherwise
@ device:tpm
# tpm
path | text | | | Path of the TPM inside, such as /dev/tpm0
pathrm | text | | | Path of its resource manager inside, such as /dev/tpmrm0
@ device:pci
# pci
address | text | | req | Where the device is on the bus, such as 0000:05:00.0
`;

/** What each type of device is, and since which server: the documents offer these. */
export const deviceTypeTable = `
none | Stands in for a device of a profile, which is then left out
nic | Network interface
disk | Root disk, volume, or folder of the host
proxy | Forwards connections between host and instance
gpu | Graphics card, or a part of one
usb | USB device
unix-char | Character device of the host
unix-block | Block device of the host
unix-hotplug | Device of the host that comes and goes
infiniband | InfiniBand interface
tpm | Emulated TPM
pci | PCI device, passed through to a virtual machine
`;
