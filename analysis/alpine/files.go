package alpine

import (
	"path"
	"strings"
)

// files are some that every Alpine has had since 3.0: enough to tell that a
// pattern matches something.
var files = strings.Fields(`
/bin /dev /etc /home /lib /media /mnt /proc /root /run /sbin /srv /sys /tmp /usr /var
/bin/busybox /bin/sh /bin/ls /dev/null /dev/zero /dev/tty /dev/random /etc/passwd /etc/group /etc/hosts /etc/shadow /etc/profile
/etc/os-release /etc/alpine-release /etc/apk /lib/apk /proc/self /proc/version /usr/bin /usr/lib /usr/sbin /usr/share /usr/local
/var/lib /var/log /var/cache /var/tmp /usr/local/bin /usr/local/lib
`)

// FilesMatching are files of every Alpine that an absolute pattern of the shell
// matches; not all of them.
func FilesMatching(pattern string) []string {
	if !strings.HasPrefix(pattern, "/") {
		return nil
	}
	var out []string
	for _, f := range files {
		if ok, err := path.Match(pattern, f); ok && err == nil {
			out = append(out, f)
		}
	}
	return out
}
