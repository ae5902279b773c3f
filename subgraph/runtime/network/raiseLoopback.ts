import { spawnSync } from 'node:child_process'
import { RuntimeError } from '../RuntimeError.ts'

/** SIOCGIFFLAGS, SIOCSIFFLAGS with IFF_UP, on `lo`: what `ip link set lo up` does, for machines without iproute2. */
const PERL = `use Socket; socket(my $s, AF_INET, SOCK_DGRAM, 0) or die $!;
my $r = pack("Z16 s x22", "lo", 0); ioctl($s, 0x8913, $r) or die $!;
my (undef, $f) = unpack("Z16 s", $r); $r = pack("Z16 s x22", "lo", $f | 1); ioctl($s, 0x8914, $r) or die $!;`

const WAYS: readonly [string, string[]][] = [
  ['ip', ['link', 'set', 'lo', 'up']],
  ['/usr/sbin/ip', ['link', 'set', 'lo', 'up']],
  ['ifconfig', ['lo', 'up']],
  ['perl', ['-e', PERL]],
]

/**
 * Brings up the loopback interface of a fresh network namespace, in which nothing is up.
 * @throws RuntimeError `loopback_down` where no tool on the machine can.
 */
export function raiseLoopback(): void {
  for (const [command, args] of WAYS) {
    if (spawnSync(command, args, { stdio: 'ignore' }).status === 0) return
  }
  throw new RuntimeError(
    'loopback_down',
    'The loopback interface of the private network cannot be brought up.',
    {
      next: 'Install iproute2 (the command `ip`).',
    },
  )
}
