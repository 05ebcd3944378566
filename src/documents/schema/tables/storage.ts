/** Configuration of pools, volumes and buckets; how a line reads is said in `tableLine.ts`. */
export const storageTable = `
@ storagePool:dir storagePool:btrfs storagePool:lvm storagePool:zfs storagePool:ceph storagePool:cephfs storagePool:cephobject
@+ volume:dir volume:btrfs volume:lvm volume:zfs volume:ceph volume:cephfs
@+ bucket:dir bucket:btrfs bucket:lvm bucket:zfs bucket:cephobject
# user
user.* | text | | | Anything of your own
@ storagePool:dir storagePool:btrfs storagePool:lvm storagePool:zfs storagePool:ceph storagePool:cephfs
# pool
source | text | | | Folder, device, file or pool it lives in; each member has its own
@ storagePool:btrfs storagePool:lvm storagePool:zfs
size | size | | | Size of the file it lives in, where it has no device
@ storagePool:dir storagePool:lvm storagePool:ceph
rsync.bwlimit | size | 0 | | Most bytes per second for rsync
rsync.compression | bool | true | | Compress while pools are moved
@ storagePool:btrfs
btrfs.mount_options | text | user_subvol_rm_allowed | | Options for the mount
@ storagePool:lvm
lvm.thinpool_name | text | | | Name of the thin pool
lvm.thinpool_metadata_size | size | 0 | | Size of the thin pool's metadata; 0 leaves it to LVM
lvm.use_thinpool | bool | true | | Use a thin pool
lvm.vg.force_reuse | bool | false | | Use a volume group that is not empty
lvm.vg_name | text | | | Name of the volume group
@ storagePool:zfs
zfs.clone_copy | open(true,false,rebase) | true | | Copy as clones, in full, or based on the image
zfs.export | bool | true | | Export the zpool while it is unmounted
zfs.pool_name | text | | | Which zpool, where it has another name than the pool
@ storagePool:ceph
ceph.cluster_name | text | ceph | | Name of the cluster
ceph.osd.data_pool_name | text | | | Name of the pool for data
ceph.osd.pg_num | text | 32 | | How many placement groups
ceph.osd.pool_name | text | | | Name of the pool
ceph.rbd.clone_copy | bool | true | | Copy as clones
ceph.rbd.du | bool | true | | Ask how much space is used
ceph.rbd.features | list | layering | | Features of volumes
ceph.user.name | text | admin | | Name of the user
volatile.pool.pristine | text | | ro | Whether the pool was empty when it was taken
@ storagePool:cephfs
cephfs.cluster_name | text | ceph | | Name of the cluster
cephfs.create_missing | bool | false | | Make the file system and its pools where they are missing
cephfs.data_pool | text | | | Name of the pool for data
cephfs.fscache | bool | false | | Use the kernel's fscache
cephfs.meta_pool | text | | | Name of the pool for metadata
cephfs.osd_pg_num | text | | | How many placement groups
cephfs.path | text | / | | Folder in the file system
cephfs.user.name | text | admin | | Name of the user
volatile.pool.pristine | text | | ro | Whether the path was empty when it was taken
@ storagePool:cephobject
cephobject.bucket.name_prefix | text | | | What names of buckets begin with
cephobject.cluster_name | text | | | Name of the cluster
cephobject.radosgw.endpoint | text | | | Address of the gateway
cephobject.radosgw.endpoint_cert_file | text | | | Certificate for the gateway, a file
cephobject.user.name | text | admin | | Name of the user
volatile.pool.pristine | text | | ro | Whether the admin user existed before
@ volume:dir volume:btrfs volume:lvm volume:zfs volume:ceph volume:cephfs
# volume
size | size | | | Size or quota of the volume
security.shifted | bool | false | | Shift owners, so that several isolated instances can use it
security.unmapped | bool | false | | Keep owners as they are on the host
snapshots.expiry | expiry | | | When snapshots are deleted: 1M 2H 3d 4w 5m 6y
snapshots.pattern | text | snap%d | | Template (Pongo2) for the names of snapshots
snapshots.schedule | schedule | | | When to take snapshots: a cron expression or @hourly, @daily…
volatile.idmap.last | text | | ro | Mapping of ids its files have now
volatile.idmap.next | text | | ro | Mapping of ids for the next use
volatile.* | text | | ro | What the server keeps for itself
@ volume:lvm volume:zfs volume:ceph
block.filesystem | open(ext4,xfs,btrfs) | ext4 | | File system on the block device
block.mount_options | text | discard | | Options for its mount
@ volume:lvm
lvm.stripes | text | | | How many stripes
lvm.stripes.size | size | | | Size of a stripe
@ volume:zfs
zfs.blocksize | size | | | Size of a block, a power of 2 from 512 bytes to 16MiB
zfs.block_mode | bool | false | | A zvol with a file system instead of a dataset
zfs.remove_snapshots | bool | false | | Remove snapshots that are in the way
zfs.reserve_space | bool | false | | Reserve the space it may use
zfs.use_refquota | bool | false | | Count without its snapshots
@ bucket:dir bucket:btrfs bucket:lvm bucket:zfs bucket:cephobject
# bucket
size | size | | | Size or quota of the bucket
`;
