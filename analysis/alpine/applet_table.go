package alpine

// steadyApplets are the applets that BusyBox had in every Alpine release from
// 3.6 to 3.20, as its own --list tells in the minirootfs of each.
const steadyApplets = `
	[ [[ acpid add-shell addgroup adduser adjtimex arp arping ash awk base64 basename bbconfig beep
	blkdiscard blkid blockdev brctl bunzip2 bzcat bzip2 cal cat chgrp chmod chown chpasswd chroot chvt
	cksum clear cmp comm cp cpio crond crontab cryptpw cut date dc dd deallocvt delgroup deluser depmod
	df diff dirname dmesg dnsdomainname dos2unix du dumpkmap echo egrep eject env ether-wake expand expr
	false fatattr fbset fbsplash fdflush fdisk fgrep find findfs flock fold free fsck fstrim fsync fuser
	getopt getty grep groups gunzip gzip halt hd head hexdump hostid hostname hwclock id ifconfig ifdown
	ifenslave ifup init inotifyd insmod install ionice iostat ip ipaddr ipcalc ipcrm ipcs iplink ipneigh
	iproute iprule iptunnel kbd_mode kill killall killall5 klogd less linux32 linux64 ln loadfont
	loadkmap logger login logread losetup ls lsmod lsof lsusb lzcat lzma lzop lzopcat makemime md5sum
	mdev mesg microcom mkdir mkdosfs mkfifo mkfs.vfat mknod mkpasswd mkswap mktemp modinfo modprobe more
	mount mountpoint mpstat mv nameif nanddump nandwrite nbd-client nc netstat nice nmeter nohup nologin
	nsenter nslookup ntpd od openvt passwd pgrep pidof ping ping6 pipe_progress pkill pmap poweroff
	printenv printf ps pscan pstree pwd pwdx raidautorun rdate rdev readahead readlink realpath reboot
	reformime remove-shell renice reset resize rev rfkill rm rmdir rmmod route run-parts sed sendmail
	seq setconsole setfont setkeycodes setlogcons setserial setsid sh sha1sum sha256sum sha3sum
	sha512sum showkey shuf slattach sleep sort split stat strings stty su sum swapoff swapon switch_root
	sync sysctl syslogd tac tail tar tee test time timeout top touch tr traceroute traceroute6 true
	truncate tty ttysize tunctl udhcpc udhcpc6 umount uname unexpand uniq unix2dos unlink unlzma unlzop
	unshare unxz unzip uptime usleep uudecode uuencode vconfig vi vlock volname watch watchdog wc wget
	which whoami whois xargs xzcat yes zcat`

// changingApplets came or went between those releases, by the same lists. A zero
// first means that 3.6 had it already, a zero last that 3.20 has it still.
var changingApplets = []changingApplet{
	{"arch", Release{3, 8}, Release{}},
	{"bc", Release{3, 10}, Release{}},
	{"catv", Release{}, Release{3, 6}},
	{"chattr", Release{3, 16}, Release{}},
	{"conspy", Release{}, Release{3, 12}},
	{"dnsd", Release{}, Release{3, 6}},
	{"dumpleases", Release{}, Release{3, 12}},
	{"ed", Release{}, Release{3, 18}},
	{"factor", Release{3, 7}, Release{}},
	{"fakeidentd", Release{}, Release{3, 6}},
	{"fallocate", Release{3, 7}, Release{}},
	{"fdformat", Release{}, Release{3, 12}},
	{"ftpd", Release{}, Release{3, 6}},
	{"ftpget", Release{}, Release{3, 6}},
	{"ftpput", Release{}, Release{3, 6}},
	{"hdparm", Release{}, Release{3, 12}},
	{"httpd", Release{}, Release{3, 6}},
	{"inetd", Release{}, Release{3, 6}},
	{"last", Release{3, 16}, Release{}},
	{"link", Release{3, 7}, Release{}},
	{"lsattr", Release{3, 16}, Release{}},
	{"lspci", Release{}, Release{3, 12}},
	{"nl", Release{3, 7}, Release{}},
	{"nproc", Release{3, 7}, Release{}},
	{"partprobe", Release{3, 7}, Release{}},
	{"paste", Release{3, 7}, Release{}},
	{"patch", Release{}, Release{3, 11}},
	{"pivot_root", Release{3, 12}, Release{}},
	{"powertop", Release{}, Release{3, 12}},
	{"readprofile", Release{}, Release{3, 12}},
	{"setpriv", Release{3, 7}, Release{}},
	{"shred", Release{3, 7}, Release{}},
	{"smemcap", Release{}, Release{3, 12}},
	{"telnet", Release{}, Release{3, 6}},
	{"tftp", Release{}, Release{3, 6}},
	{"tree", Release{3, 18}, Release{}},
	{"udhcpd", Release{}, Release{3, 6}},
	{"who", Release{3, 16}, Release{}},
	{"xxd", Release{3, 7}, Release{}},
	{"xz", Release{3, 11}, Release{3, 12}},
	{"zcip", Release{3, 18}, Release{}},
}
