# Prints what comes to a datagram socket, a message a line: perl notify-socket.pl PATH
use strict;
use warnings;
use Socket;

socket(my $socket, PF_UNIX, SOCK_DGRAM, 0) or die "socket: $!";
bind($socket, pack_sockaddr_un($ARGV[0])) or die "bind: $!";
$| = 1;
print "bound\n";
while (defined recv($socket, my $message, 65536, 0)) {
    print join(' ', split /\n/, $message), "\n";
}
