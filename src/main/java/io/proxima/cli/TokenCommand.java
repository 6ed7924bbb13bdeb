package io.proxima.cli;

import io.proxima.control.Role;
import io.proxima.control.Tokens;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code token}: makes a token and the line of the tokens file that lets it in. */
@Command(
        description = "Make a token: it is printed once, and beside it the line for control: {tokens-file: FILE}.",
        footer = {
            "",
            "The token goes to standard output, the line to standard error: proxima token NAME --role read > token 2>> tokens.",
            "Example: ./proxima token ann --role operate",
            "Exit codes: 0 made, 2 the command line is wrong."
        },
        mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "NAME", description = "Whose it is; the journal says it.")
    private String name = "";

    @Option(names = "--role", paramLabel = "ROLE", required = true, description = "read, operate or admin.")
    private String role = "";

    TokenCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!Tokens.isName(name)) {
            console.warn("proxima token: a name has at most 63 letters, digits, dots, hyphens and underscores, not \""
                    + name + "\"");
            return ExitCodes.USAGE;
        }
        Optional<Role> wanted = Role.of(role);
        if (wanted.isEmpty()) {
            console.warn("proxima token: --role is read, operate or admin, not \"" + role + "\"");
            return ExitCodes.USAGE;
        }
        Tokens.Made made = Tokens.make(name, wanted.get(), new SecureRandom());
        console.say(made.token());
        console.warn(made.line());
        return ExitCodes.DONE;
    }
}
