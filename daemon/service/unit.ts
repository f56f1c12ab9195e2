/** What the two units say that differs from one machine to the next. */
export interface UnitOptions {
  /** Absolute paths of Node and of the daemon's main file. */
  readonly node: string
  readonly main: string
  /** As `127.0.0.1:4780`; undefined: no TCP. */
  readonly listen: string | undefined
  /** May open the Unix socket besides root, and whoever can is owner. */
  readonly socketGroup: string | undefined
  /** Whether systemd-notify is there: without it nobody could tell that the daemon is ready. */
  readonly canNotify: boolean
}

export const UNIT_NAME = 'audit-traild'
/** Where the commands look for it. */
export const SERVICE_SOCKET = '/run/audit-trail/audit-trail.sock'
/** First line of what we wrote: a file without it is somebody else's. */
export const MARK = '# Written by audit-traild install-service'

/** Folders that the sandbox hides, and with them a program that lies there. */
const HIDDEN = ['/home', '/root', '/run/user', '/tmp', '/var/tmp', '/dev']

/** The folder that hides `path` from the service, if one does. */
export const hiddenBy = (path: string): string | undefined => HIDDEN.find((folder) => path.startsWith(`${folder}/`))

/** The service unit, for systemd 247 and newer. */
export function serviceUnit({ node, main, canNotify }: UnitOptions): string {
  return `${MARK}, which writes it again; yours go into "systemctl edit ${UNIT_NAME}".
[Unit]
Description=Audit trail
Documentation=man:audit-traild(8)
Requires=${UNIT_NAME}.socket
After=${UNIT_NAME}.socket network.target
# An audit trail that has given up is worse than one that keeps trying.
StartLimitIntervalSec=0

[Service]
${canNotify ? NOTIFYING : SILENT}
ExecStart=${quoted(node)} ${quoted(main)}
ExecReload=/bin/kill -HUP $MAINPID
Restart=always
RestartSec=2
# A configuration that cannot be read does not get better by itself.
RestartPreventExitStatus=2
# A long write-ahead area is read first; the daemon itself ends within 10 s.
TimeoutStartSec=10min
TimeoutStopSec=20
LimitNOFILE=65536
OOMScoreAdjust=-500

# A user that exists while the daemon runs; its data outlives it.
DynamicUser=yes
StateDirectory=audit-trail
StateDirectoryMode=0700
RuntimeDirectory=audit-trail
# The socket of ${UNIT_NAME}.socket lies in it and stays open over a restart.
RuntimeDirectoryPreserve=yes
ConfigurationDirectory=audit-trail
UMask=0077
# The user cannot read root's files. A secret of the configuration comes so, and lies for the daemon
# in /run/credentials/${UNIT_NAME}.service/NAME:
#LoadCredential=NAME:/etc/audit-trail/NAME
# An archive, a backup or forwarded files outside of /var/lib/audit-trail:
#ReadWritePaths=/srv/audit-archive

# MemoryDenyWriteExecute= is left out: V8 compiles JavaScript into memory that it then executes.
# PrivateNetwork= and IPAddressDeny= are left out: forwarding reaches other machines. One that forwards
# nothing can have IPAddressDeny=any with IPAddressAllow=localhost.
CapabilityBoundingSet=
AmbientCapabilities=
NoNewPrivileges=yes
SecureBits=noroot-locked
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
DevicePolicy=closed
PrivateUsers=yes
PrivateIPC=yes
PrivateMounts=yes
ProtectProc=invisible
ProcSubset=pid
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
LockPersonality=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RemoveIPC=yes
KeyringMode=private
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
Also=${UNIT_NAME}.socket
`
}

const NOTIFYING = `Type=notify
# systemd-notify speaks for the daemon, and is a process of its own: "main" and "exec" would not admit it.
NotifyAccess=all
# The daemon asks its store before each sign of life, so this notices a disk that does not answer, too.
WatchdogSec=60`

const SILENT = `# There was no systemd-notify to say that the daemon is ready, nor that it is alive.
Type=exec`

/** The socket unit: it holds the sockets while the daemon is restarted, so that connections wait instead of failing. */
export function socketUnit({ listen, socketGroup }: UnitOptions): string {
  const access = socketGroup === undefined ? 'SocketMode=0600' : `SocketGroup=${socketGroup}\nSocketMode=0660`
  return `${MARK}, which writes it again; yours go into "systemctl edit ${UNIT_NAME}.socket".
[Unit]
Description=Sockets of the audit trail
Documentation=man:audit-traild(8)

[Socket]
ListenStream=${SERVICE_SOCKET}
# Whoever can open it is owner of the trail.
${access}
DirectoryMode=0755
RemoveOnStop=yes
${listen === undefined ? '' : `ListenStream=${listen}\n`}
[Install]
WantedBy=sockets.target
`
}

/** As systemd.service(5) reads an argument: quotes, specifiers and variables. */
const quoted = (path: string) => `"${path.replace(/["\\]/g, '\\$&').replaceAll('%', '%%').replaceAll('$', '$$$$')}"`
