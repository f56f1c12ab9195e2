# As systemd does: opens a TCP and a Unix socket, starts the command with both, and another as often as it ends.
# perl socket-activation.pl PATH MODE COMMAND...
use strict;
use warnings;
use POSIX ();
use Socket;

my ($path, $mode, @command) = @ARGV;
$^F = 64;    # What is opened is passed on.
socket(my $tcp, PF_INET, SOCK_STREAM, 0) or die "socket: $!";
setsockopt($tcp, SOL_SOCKET, SO_REUSEADDR, 1);
bind($tcp, pack_sockaddr_in(0, INADDR_LOOPBACK)) or die "bind: $!";
listen($tcp, 1024) or die "listen: $!";
socket(my $unix, PF_UNIX, SOCK_STREAM, 0) or die "socket: $!";
bind($unix, pack_sockaddr_un($path)) or die "bind: $!";
chmod(oct($mode), $path);
listen($unix, 1024) or die "listen: $!";

my ($port) = unpack_sockaddr_in(getsockname($tcp));
my $over = 0;
my $pid;
$SIG{TERM} = sub { $over = 1; kill('TERM', $pid) };
$| = 1;
until ($over) {
    $pid = fork() // die "fork: $!";
    if ($pid == 0) {
        my @high = map { POSIX::dup2(fileno($_->[0]), $_->[1]) } ([$tcp, 40], [$unix, 41]);
        POSIX::dup2(40, 3);
        POSIX::dup2(41, 4);
        POSIX::close($_) for 40, 41;
        @ENV{qw(LISTEN_PID LISTEN_FDS LISTEN_FDNAMES)} = ($$, 2, 'http:owner');
        exec(@command) or die "exec: $!";
    }
    print "started $pid on $port\n";
    waitpid($pid, 0);
    print "ended $pid with ", $? >> 8, "\n";
    $over = 1 if $? >> 8;
}
