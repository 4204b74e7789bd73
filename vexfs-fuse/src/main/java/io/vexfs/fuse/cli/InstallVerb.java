package io.vexfs.fuse.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vexfs install}, as the help shows it: the launcher itself runs it, because it installs itself. */
@Command(
        name = "install",
        aliases = "uninstall",
        description = {
            "Install what lets the machine mount stores (source tree only, as root):",
            "/sbin/mount.vexfs for mount(8) and fstab, and the systemd unit vexfs@.service.",
            "'uninstall' removes them. With --root DIRECTORY, below that directory.",
            "Neither file builds: what was built by then is what mounts."
        },
        footer = {"", "Example:", "  ./vexfs install", "  mount -t vexfs /srv/store /mnt/vectors -o allow_other"})
final class InstallVerb extends Verb {
    @Parameters(paramLabel = "ARGUMENT", arity = "0..*", hidden = true, description = "Read by the launcher.")
    private List<String> arguments;

    @Override
    void run() {
        throw new UsageException("install and uninstall are run by the launcher of the source tree: ./vexfs install");
    }
}
