/** Configuration of networks and what belongs to them; how a line reads is said in `tableLine.ts`. */
export const networkTable = `
@ network:bridge network:ovn network:macvlan network:sriov network:physical
@+ networkForward networkAcl networkZone networkZoneRecord networkPeer networkLoadBalancer
# user
user.* | text | | | Anything of your own
@ network:macvlan network:sriov network:physical
# network
parent | text | | | Interface of the host; each member has its own
mtu | int | | | Largest packet
vlan | int | | | VLAN to join
@ network:macvlan network:physical
gvrp | bool | false | | Announce the VLAN through GVRP
@ network:macvlan network:sriov network:physical network:bridge
# maas
maas.subnet.ipv4 | text | | lxd | MAAS subnet to register instances in
maas.subnet.ipv6 | text | | lxd | MAAS subnet to register instances in
@ network:bridge
# bridge
bridge.driver | one(native,openvswitch) | native | | What makes the bridge
bridge.external_interfaces | list | | | Interfaces of the host to put into the bridge
bridge.mode | one(standard,fan) | standard | lxd | An ordinary bridge, or one of a fan
@ network:bridge network:ovn
bridge.hwaddr | mac | | | MAC address of the bridge
bridge.mtu | int | | | Largest packet of the bridge
# dns
dns.domain | text | | | Domain of the instances
dns.search | list | | | Domains that names are looked up in
dns.zone.forward | list | | | DNS zone of the names
dns.zone.reverse.ipv4 | text | | | DNS zone of the IPv4 addresses
dns.zone.reverse.ipv6 | text | | | DNS zone of the IPv6 addresses
@ network:bridge
dns.mode | one(none,managed,dynamic) | managed | | Which names the DNS server knows: none, those of instances, those that clients say
fan.type | one(vxlan,ipip) | vxlan | lxd | How a fan is tunnelled
fan.overlay_subnet | text | 240.0.0.0/8 | lxd | Network (CIDR) over the fan
fan.underlay_subnet | text | auto | lxd | Network (CIDR) below the fan
@ network:bridge network:ovn
# ipv4
ipv4.address | text | auto | | Address of the network (CIDR), auto or none
ipv4.dhcp | bool | true | | Hand out addresses through DHCP
ipv4.nat | bool | false | | Translate addresses of what leaves
ipv4.nat.address | text | | | Address that leaving traffic gets
@ network:bridge
ipv4.dhcp.expiry | text | 1h | | How long a lease is good for
ipv4.dhcp.gateway | text | | | Gateway that clients are told
ipv4.dhcp.ranges | list | | | Ranges to hand out, first-last
ipv4.firewall | bool | true | | Make rules of the firewall for the network
ipv4.nat.order | one(before,after) | before | | Whether its rules come before or after others
ipv4.ovn.ranges | list | | | Ranges for the routers of OVN networks, first-last
ipv4.routes | list | | | More networks (CIDR) to route to the bridge
ipv4.routing | bool | true | | Route traffic in and out of the bridge
@ network:bridge network:ovn
# ipv6
ipv6.address | text | auto | | Address of the network (CIDR), auto or none
ipv6.dhcp | bool | true | | Tell clients more through DHCP
ipv6.dhcp.stateful | bool | false | | Hand out addresses through DHCP
ipv6.nat | bool | false | | Translate addresses of what leaves
ipv6.nat.address | text | | | Address that leaving traffic gets
@ network:bridge
ipv6.dhcp.expiry | text | 1h | | How long a lease is good for
ipv6.dhcp.ranges | list | | | Ranges to hand out, first-last
ipv6.firewall | bool | true | | Make rules of the firewall for the network
ipv6.nat.order | one(before,after) | before | | Whether its rules come before or after others
ipv6.ovn.ranges | list | | | Ranges for the routers of OVN networks, first-last
ipv6.routes | list | | | More networks (CIDR) to route to the bridge
ipv6.routing | bool | true | | Route traffic in and out of the bridge
# raw
raw.dnsmasq | blob | | | Lines added to dnsmasq's configuration
@ network:bridge network:ovn
# security
security.acls | list | | | ACLs that apply to the instances of the network
security.acls.default.ingress.action | one(allow,reject,drop) | reject | | What happens to incoming traffic no rule is about
security.acls.default.egress.action | one(allow,reject,drop) | reject | | What happens to outgoing traffic no rule is about
security.acls.default.ingress.logged | bool | false | | Log incoming traffic no rule is about
security.acls.default.egress.logged | bool | false | | Log outgoing traffic no rule is about
@ network:bridge
# tunnel
tunnel.NAME.protocol | one(vxlan,gre) | | | How the tunnel works
tunnel.NAME.local | text | | | Address of this end
tunnel.NAME.remote | text | | | Address of the other end
tunnel.NAME.port | int | | | Port of a VXLAN tunnel
tunnel.NAME.id | int | | | Number of a VXLAN tunnel
tunnel.NAME.group | text | 239.0.0.1 | | Multicast address of a VXLAN tunnel
tunnel.NAME.interface | text | | | Interface of the host for a VXLAN tunnel
tunnel.NAME.ttl | int | 1 | | How many hops multicast goes
# bgp
bgp.ipv4.nexthop | text | | | Next hop that announced routes name
bgp.ipv6.nexthop | text | | | Next hop that announced routes name
@ network:bridge network:physical
bgp.peers.NAME.address | text | | | Address of the peer
bgp.peers.NAME.asn | int | | | Autonomous system of the peer
bgp.peers.NAME.password | text | | | Password of the session
bgp.peers.NAME.holdtime | int | 180 | incus | Seconds a silent session is held
@ network:ovn
# ovn
network | text | | | Network that is its uplink, or none
ipv4.l3only | bool | false | incus | Route every address on its own
ipv6.l3only | bool | false | incus | Route every address on its own
@ network:physical
# ip
dns.nameservers | list | | | DNS servers of the network
ipv4.gateway | text | | | Gateway and network (CIDR)
ipv4.ovn.ranges | list | | | Ranges for the routers of OVN networks, first-last
ipv4.routes | list | | | More networks (CIDR) that OVN networks may use
ipv4.routes.anycast | bool | false | | Let several networks use the same routes at once
ipv6.gateway | text | | | Gateway and network (CIDR)
ipv6.ovn.ranges | list | | | Ranges for the routers of OVN networks, first-last
ipv6.routes | list | | | More networks (CIDR) that OVN networks may use
ipv6.routes.anycast | bool | false | | Let several networks use the same routes at once
ovn.ingress_mode | one(l2proxy,routed) | l2proxy | | How OVN addresses are reached from outside
@ networkForward
# forward
target_address | text | | | Where goes what no port of the forward is about
@ networkZone
# zone
dns.nameservers | list | | | Names of the zone's DNS servers
network.nat | bool | true | | Include addresses behind NAT
peers.NAME.address | text | | | Address of a server that may copy the zone
peers.NAME.key | text | | | TSIG key of that server
@ networkLoadBalancer
# load balancer
healthcheck | bool | false | incus | Look whether the backends answer
healthcheck.interval | int | 10 | incus | Seconds between two looks
healthcheck.timeout | int | 30 | incus | Seconds to wait for an answer
healthcheck.failure_count | int | 3 | incus | How many failures make a backend offline
healthcheck.success_count | int | 3 | incus | How many successes make it online again
`;
