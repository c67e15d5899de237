package image

import "strings"

// DockerNames are the programs whose command lines Run.Docker reads.
var DockerNames = []string{"docker", "podman", "nerdctl", "buildah", "docker-buildx", "buildx"}

// dockerSyntax is which options a verb has. Names stand between blanks.
type dockerSyntax struct {
	values   string // long options that take a value
	switches string // long options that take none
	letters  string // short options, by letter and long name: " e=env i=interactive "
	// mixed: options may follow operands. Elsewhere what follows the first operand is
	// the container's command.
	mixed bool
	// group: the first operand is a verb.
	group bool
	// inContainer: it runs a command in a container; buildah's is another thing.
	inContainer bool
}

// letter is the long name of a short option, "" for one that is not known.
func (s dockerSyntax) letter(b byte) string {
	at := strings.Index(s.letters, " "+string(b)+"=")
	if at < 0 {
		return ""
	}
	name, _, _ := strings.Cut(s.letters[at+len(" x="):], " ")
	return name
}

// dockerSynonyms are other names of verbs.
var dockerSynonyms = map[string]string{"b": "build", "bud": "build", "build-using-dockerfile": "build"}

const runValues = " add-host annotation attach blkio-weight blkio-weight-device cap-add cap-drop cgroup-parent cgroupns cidfile cpu-count cpu-percent cpu-period cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares cpus cpuset-cpus cpuset-mems detach-keys device device-cgroup-rule device-read-bps device-read-iops device-write-bps device-write-iops dns dns-opt dns-option dns-search domainname entrypoint env env-file expose gpus group-add health-cmd health-interval health-retries health-start-interval health-start-period health-timeout hostname io-maxbandwidth io-maxiops ip ip6 ipc isolation kernel-memory label label-file link link-local-ip log-driver log-opt mac-address memory memory-reservation memory-swap memory-swappiness mount name net net-alias network network-alias oom-score-adj pid pids-limit platform publish pull restart runtime security-opt shm-size stop-signal stop-timeout storage-opt sysctl tmpfs ulimit user userns uts volume volume-driver volumes-from workdir" +
	// podman's and nerdctl's own
	" arch authfile cgroup-conf cgroups chrootdirs conmon-pidfile creds decryption-key gidmap group-entry health-log-destination health-max-log-count health-max-log-size health-on-failure health-startup-cmd health-startup-interval health-startup-retries health-startup-success health-startup-timeout hosts-file hostuser image-volume init-path init-ctr os variant passwd-entry personality pidfile pod pod-id-file preserve-fd preserve-fds rdt-class requires retry retry-delay sdnotify seccomp-policy secret shm-size-systemd subgidname subuidname systemd timeout tz uidmap umask unsetenv cosign-key verify ipfs-address "

const runSwitches = " detach disable-content-trust help init interactive no-healthcheck oom-kill-disable privileged publish-all quiet read-only rm sig-proxy tty use-api-socket" +
	" env-host http-proxy no-hosts no-hostname passwd read-only-tmpfs replace rmi rootfs tls-verify unsetenv-all "

// dockerSyntaxes are by verb; "" is the options in front of it. From the references
// of docker 28 with buildx 0.2x, podman 5, nerdctl 2 and buildah 1.40.
var dockerSyntaxes = map[string]dockerSyntax{
	"": {
		group:    true,
		values:   " config context host log-level tlscacert tlscert tlskey address namespace cgroup-manager connection conmon events-backend hooks-dir identity imagestore module network-cmd-path network-config-dir out root runroot runtime runtime-flag ssh storage-driver storage-opt tmpdir url volumepath cni-path cni-netconfpath data-root hosts-dir snapshotter registries-conf userns-uid-map userns-gid-map ",
		switches: " debug tls tlsverify version help remote syslog trace transient-store debug-full experimental insecure-registry ",
		letters:  " c=context D=debug H=host l=log-level v=version n=namespace a=address r=remote h=help ",
	},
	"container": {group: true}, "image": {group: true}, "builder": {group: true, values: " builder "}, "buildx": {group: true, values: " builder ", switches: " debug ", letters: " D=debug "},
	"run": {
		inContainer: true, values: runValues, switches: runSwitches,
		letters: " a=attach c=cpu-shares d=detach e=env h=hostname i=interactive l=label m=memory P=publish-all p=publish q=quiet t=tty u=user v=volume w=workdir ",
	},
	"create": {
		inContainer: true, values: runValues, switches: runSwitches,
		letters: " a=attach c=cpu-shares e=env h=hostname i=interactive l=label m=memory P=publish-all p=publish q=quiet t=tty u=user v=volume w=workdir ",
	},
	"exec": {
		inContainer: true,
		values:      " detach-keys env env-file user workdir preserve-fd preserve-fds cidfile ",
		switches:    " detach interactive privileged tty latest no-session wait ",
		letters:     " d=detach e=env i=interactive t=tty u=user w=workdir l=latest ",
	},
	"pull": {
		mixed:    true,
		values:   " platform arch authfile cert-dir creds decryption-key os policy retry retry-delay variant unpack verify cosign-key ipfs-address ",
		switches: " all-tags disable-content-trust quiet tls-verify help ",
		letters:  " a=all-tags q=quiet ",
	},
	"build": {
		mixed: true,
		values: " add-host allow annotation attest build-arg build-context builder cache-from cache-to call cgroup-parent cpu-period cpu-quota cpu-shares cpuset-cpus cpuset-mems file iidfile isolation label memory memory-swap metadata-file network no-cache-filter output platform progress provenance sbom secret security-opt shm-size ssh tag target ulimit" +
			" arch authfile build-arg-file cache-ttl cap-add cap-drop cert-dir cgroupns cpp-flag cpu-shares creds decryption-key device dns dns-option dns-search env format from hooks-dir ignorefile ipc jobs layer-label logfile manifest os os-feature os-version pid retry retry-delay runtime runtime-flag sign-by timestamp unsetenv unsetlabel userns userns-gid-map userns-uid-map uts variant volume ",
		switches: " check compress debug disable-content-trust force-rm load no-cache pull push quiet rm squash stream help all-platforms compat-volumes disable-compression http-proxy identity-label inherit-annotations inherit-labels layers no-hostname no-hosts omit-history pull-always pull-never save-stages skip-unused-stages squash-all stdin tls-verify ",
		letters:  " c=cpu-shares D=debug f=file m=memory o=output q=quiet t=tag v=volume e=env ",
	},
	"tag": {mixed: true},
	"commit": {
		mixed:    true,
		values:   " author change message format iidfile config squash authfile ",
		switches: " pause quiet include-volumes rm ",
		letters:  " a=author c=change m=message p=pause q=quiet f=format s=squash ",
	},
	"import": {mixed: true, values: " change message platform arch os variant signature-policy ", switches: " quiet ", letters: " c=change m=message q=quiet "},
}
