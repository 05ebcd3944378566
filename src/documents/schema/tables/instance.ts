/** Configuration of instances and profiles; how a line reads is said in `tableLine.ts`. */
export const instanceTable = `
@ instance
# boot
boot.autostart | bool | | restart | Start together with the server; unset, the instance is as it was before
boot.autostart.delay | int | 0 | restart | Seconds to wait after this one before the next is started
boot.autostart.priority | int | 0 | restart | Which starts first: the highest number
boot.host_shutdown_timeout | int | 30 | live | Seconds to wait for a clean stop when the host goes down
boot.stop.priority | int | 0 | restart | Which stops first when the host goes down: the highest number
# cloud-init
cloud-init.network-config | text | | restart | Network configuration (YAML) for cloud-init in the instance
cloud-init.user-data | text | | restart | User data for cloud-init, usually beginning with #cloud-config
cloud-init.vendor-data | text | | restart | Vendor data for cloud-init; user data wins over it
user.network-config | text | | restart | The older name of cloud-init.network-config
user.user-data | text | | restart | The older name of cloud-init.user-data
user.vendor-data | text | | restart | The older name of cloud-init.vendor-data
# migration
migration.incremental.memory | bool | false | live ct | Copy memory in rounds before the container is stopped for a migration
migration.incremental.memory.goal | int | 70 | live ct | Percentage of memory that must be in sync before the last round
migration.incremental.memory.iterations | int | 10 | live ct | Most rounds of copying before the last one
migration.stateful | bool | false | restart vm lxd | Allow stateful stop, snapshots and live migration
migration.stateful | bool | false | restart incus | Allow stateful stop, snapshots and live migration
# miscellaneous
agent.nic_config | bool | false | restart vm | Give the interfaces inside the name and MTU of their devices
cluster.evacuate | open(auto,live-migrate,migrate,stop) | auto | restart | What happens to the instance when its member is evacuated
environment.* | text | | live | A variable of the environment, for what runs at boot and through exec
linux.kernel_modules | list | | live ct | Kernel modules to load before the container starts
linux.sysctl.* | text | | restart ct | A sysctl setting of the container
image.* | text | | live | What was said of the image that it was made from
user.* | text | | live | Anything of your own; instances can be searched by it
# nvidia
nvidia.driver.capabilities | list | compute,utility | restart ct | What the container needs of the driver
nvidia.require.cuda | text | | restart ct | Which CUDA versions will do, as an expression
nvidia.require.driver | text | | restart ct | Which driver versions will do, as an expression
nvidia.runtime | bool | false | restart ct | Pass the host's NVIDIA and CUDA libraries into the container
# raw
raw.apparmor | blob | | live | Lines added to the AppArmor profile
raw.idmap | blob | | restart | Own mapping of ids, such as "both 1000 1000"
raw.lxc | blob | | restart ct | Lines added to the LXC configuration
raw.qemu | blob | | restart vm | Arguments added to QEMU's command line
raw.qemu.conf | blob | | restart vm | Sections added to, or changed in, the generated qemu.conf
raw.seccomp | blob | | restart ct | A seccomp profile instead of the generated one
# resource-limits
limits.cpu | cpu | | live | How many CPUs (2), or which ones (0-3 or 1,5)
limits.cpu.allowance | allowance | 100% | live ct | Share of CPU time: 50% as a soft limit, 25ms/100ms as a hard one
limits.cpu.priority | int | 10 | live ct | Who gets contended CPUs first, from 0 to 10
limits.disk.priority | int | 5 | live | Who gets contended disks first, from 0 to 10
limits.hugepages.64KB | size | | live ct | Most memory in huge pages of 64 kB
limits.hugepages.1MB | size | | live ct | Most memory in huge pages of 1 MB
limits.hugepages.2MB | size | | live ct | Most memory in huge pages of 2 MB
limits.hugepages.1GB | size | | live ct | Most memory in huge pages of 1 GB
limits.memory | memory | | live | Most memory: 512MiB, 2GB or 50% of the host's
limits.memory.enforce | one(hard,soft) | hard | live ct | Whether the limit may be passed while the host has memory to spare
limits.memory.hugepages | bool | false | restart vm | Back the memory of the virtual machine with huge pages
limits.memory.swap | bool | true | live ct | Whether its memory may be swapped out
limits.memory.swap.priority | int | 10 | live ct | The higher, the later it is swapped out, from 0 to 10
limits.network.priority | int | 0 | live lxd | Who sends first on a busy network, from 0 to 10
limits.processes | int | | live ct | Most processes at a time
limits.kernel.* | text | | restart ct | A limit of the kernel for each process (RLIMIT), such as limits.kernel.nofile
# security
security.agent.metrics | bool | true | restart vm | Ask the agent inside for state and metrics
security.devlxd | bool | true | restart lxd | Whether /dev/lxd exists inside
security.devlxd.images | bool | false | restart lxd | Whether images can be fetched through /dev/lxd
security.guestapi | bool | true | restart incus | Whether /dev/incus exists inside
security.guestapi.images | bool | false | restart ct incus | Whether images can be fetched through /dev/incus
security.idmap.base | int | | restart ct | First id on the host of the container's range
security.idmap.isolated | bool | false | restart ct | Give the container a range of ids no other one has
security.idmap.size | int | | restart ct | How many ids the container's range has
security.nesting | bool | false | live ct | Allow containers inside the container
security.privileged | bool | false | restart ct | Run without a user namespace: root inside is root on the host
security.protection.delete | bool | false | live | Refuse to delete the instance
security.protection.shift | bool | false | live ct | Refuse to change the owners of its files at start
security.secureboot | bool | true | restart vm | Boot only what is signed with the default keys
security.syscalls.allow | text | | restart ct | System calls to allow, one a line; excludes the deny lists
security.syscalls.deny | text | | restart ct | System calls to deny, one a line
security.syscalls.deny_compat | bool | false | restart ct | Deny the 32 bit compatibility calls on x86_64
security.syscalls.deny_default | bool | true | restart ct | Deny what is denied by default
security.syscalls.whitelist | text | | restart ct lxd | The older name of security.syscalls.allow
security.syscalls.blacklist | text | | restart ct lxd | The older name of security.syscalls.deny
security.syscalls.blacklist_compat | bool | false | restart ct lxd | The older name of security.syscalls.deny_compat
security.syscalls.blacklist_default | bool | true | restart ct lxd | The older name of security.syscalls.deny_default
security.syscalls.intercept.bpf | bool | false | restart ct | Let the server handle bpf()
security.syscalls.intercept.bpf.devices | bool | false | restart ct | Allow BPF programs for the devices cgroup
security.syscalls.intercept.mknod | bool | false | restart ct | Let the server make device nodes that are harmless
security.syscalls.intercept.mount | bool | false | restart ct | Let the server handle mount()
security.syscalls.intercept.mount.allowed | list | | live ct | File systems that may be mounted then
security.syscalls.intercept.mount.fuse | text | | live ct | File systems to mount through FUSE, such as ext4=fuse2fs
security.syscalls.intercept.mount.shift | bool | false | live ct | Shift the owners of what is mounted
security.syscalls.intercept.sched_setscheduler | bool | false | restart ct | Let processes raise their priority
security.syscalls.intercept.setxattr | bool | false | restart ct | Let the server set extended attributes that are harmless
security.syscalls.intercept.sysinfo | bool | false | restart ct incus | Answer sysinfo() with what the container is limited to
# snapshots
snapshots.schedule | schedule | | restart | When to take snapshots: a cron expression or @hourly, @daily…
snapshots.schedule.stopped | bool | false | restart | Take them of a stopped instance too
snapshots.pattern | text | snap%d | restart | Template (Pongo2) for the names of snapshots
snapshots.expiry | expiry | | restart | When snapshots are deleted: 1M 2H 3d 4w 5m 6y
# volatile
volatile.apply_template | text | | ro | Which template is applied at the next start
volatile.apply_nvram | bool | | ro vm | Whether the NVRAM is made anew at the next start
volatile.base_image | text | | ro | Fingerprint of the image it was made from
volatile.cloud-init.instance-id | text | | ro lxd | The id that cloud-init inside sees
volatile.evacuate.origin | text | | ro | The member it was on before that was evacuated
volatile.idmap.base | int | | ro ct | First id of its range
volatile.idmap.current | text | | ro ct | Mapping of ids in use
volatile.idmap.next | text | | ro ct | Mapping of ids for the next start
volatile.last_state.idmap | text | | ro ct | Mapping of ids its files have now
volatile.last_state.power | text | | ro | What it was when the host went down
volatile.uuid | text | | ro | Unique id of the instance
volatile.vsock_id | text | | ro lxd | Its number for vsock
volatile.vsock_id | text | | ro vm incus | Its number for vsock
volatile.<name>.apply_quota | text | | ro | Disk quota to set at the next start
volatile.<name>.ceph_rbd | text | | ro | Path of the RBD device of a disk
volatile.<name>.host_name | text | | ro | Name of the network device on the host
volatile.<name>.hwaddr | text | | ro | MAC address of the network device
volatile.<name>.last_state.created | text | | ro | Whether the device on the host was made for it
volatile.<name>.last_state.hwaddr | text | | ro | MAC address the device had before
volatile.<name>.last_state.mtu | text | | ro | MTU the device had before
volatile.<name>.last_state.vf.hwaddr | text | | ro | MAC address the virtual function had before
volatile.<name>.last_state.vf.id | text | | ro | Number of the virtual function
volatile.<name>.last_state.vf.spoofcheck | text | | ro | Spoof check of the virtual function before
volatile.<name>.last_state.vf.vlan | text | | ro | VLAN of the virtual function before
volatile.<name>.name | text | | ro | Name of the network device inside
volatile.* | text | | ro | What the server keeps for itself
`;
