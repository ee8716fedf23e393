package dev.diptych.bootstrap.cli;

import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.UnknownStoreVersionException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * The commands, and what their ends come to: every way in which a command can end becomes an exit code and at most one
 * message, here and nowhere else.
 */
final class DiptychCommandLine {
    /** All of them, in the order of the help. Making one takes time, so only those that are needed are made. */
    private static final Map<String, Function<Console, Object>> COMMANDS = commands();

    private final Console console;
    private boolean json;
    private boolean debug;

    DiptychCommandLine(Console console) {
        this.console = console;
    }

    private static Map<String, Function<Console, Object>> commands() {
        Map<String, Function<Console, Object>> commands = new LinkedHashMap<>();
        commands.put("init", InitCommand::new);
        commands.put("append", AppendCommand::new);
        commands.put("verify", VerifyCommand::new);
        commands.put("audit", AuditCommand::new);
        commands.put("replay", ReplayCommand::new);
        commands.put("show", ShowCommand::new);
        commands.put("query", QueryCommand::new);
        commands.put("tail", TailCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("recover", RecoverCommand::new);
        commands.put("backup", BackupCommand::new);
        commands.put("restore", RestoreCommand::new);
        commands.put("keys", DiptychCommandLine::keys);
        commands.put("cutover", DiptychCommandLine::cutover);
        commands.put("checkpoint", CheckpointCommand::new);
        commands.put("prove", ProveCommand::new);
        commands.put("check-proof", CheckProofCommand::new);
        return commands;
    }

    /** Where the first argument is a command, that one alone; else all, for help, suggestions and completion. */
    private CommandLine commandLine(String... arguments) {
        CommandLine commandLine = new CommandLine(new TopCommand());
        if (arguments.length > 0 && COMMANDS.containsKey(arguments[0])) {
            commandLine.addSubcommand(COMMANDS.get(arguments[0]).apply(console));
        } else {
            COMMANDS.values().forEach(command -> commandLine.addSubcommand(command.apply(console)));
            commandLine.addSubcommand(new CompletionCommand(console));
            commandLine.addSubcommand(new CommandLine.HelpCommand());
        }
        commandLine.setOut(console.out().asWriter());
        commandLine.setErr(console.err().asWriter());
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(console.colours() ? Ansi.ON : Ansi.OFF));
        commandLine.setUsageHelpAutoWidth(false);
        commandLine.setUsageHelpWidth(100);
        commandLine.setParameterExceptionHandler(this::misunderstood);
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> ended(failure));
        commandLine.getCommandSpec().usageMessage().exitCodeList(exitCodes());
        return commandLine;
    }

    private static CommandLine keys(Console console) {
        return new CommandLine(new KeysCommand())
                .addSubcommand(new GenerateKeyCommand(console))
                .addSubcommand(new ShowKeysCommand(console))
                .addSubcommand(new RotateKeyCommand(console))
                .addSubcommand(new RevokeKeyCommand(console))
                .addSubcommand(new RequireSignaturesCommand(console));
    }

    private static CommandLine cutover(Console console) {
        return new CommandLine(new CutoverCommand())
                .addSubcommand(new CutoverPlanCommand(console))
                .addSubcommand(new CutoverDryRunCommand(console))
                .addSubcommand(new CutoverRunCommand(console))
                .addSubcommand(new CutoverStatusCommand(console));
    }

    /** Runs the command that the arguments name and answers with the exit code. Never throws. */
    int run(String... arguments) {
        json = Arrays.asList(arguments).contains("--json");
        debug = Arrays.asList(arguments).contains("--debug") || console.has("DIPTYCH_DEBUG");
        QuietLogging.install(debug);
        int code;
        try {
            code = commandLine(arguments).execute(arguments);
            console.out().flush();
            console.err().flush();
        } catch (OutputClosedException nobodyReads) {
            code = ExitCodes.OUTPUT_CLOSED;
        } catch (RuntimeException | Error fault) {
            code = internal(fault);
        }
        return code;
    }

    private int misunderstood(CommandLine.ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        StringWriter suggestions = new StringWriter();
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, new PrintWriter(suggestions));
        console.say("diptych: " + failure.getMessage());
        suggestions.toString().lines().filter(line -> !line.isBlank()).forEach(console::say);
        console.say("Nothing was done. Next: " + name + " --help");
        return ExitCodes.USAGE;
    }

    private int ended(Exception failure) {
        if (failure instanceof OutputClosedException) {
            return ExitCodes.OUTPUT_CLOSED;
        }
        if (failure instanceof StoppedException) {
            console.say("diptych: " + failure.getMessage());
            return ExitCodes.TERMINATED;
        }
        if (failure instanceof CommandFailure end) {
            return end(end.exitCode(), end.word(), end.getMessage(), failure);
        }
        if (failure instanceof UnknownStoreVersionException) {
            return end(ExitCodes.UNKNOWN_VERSION, "unknown_version", failure.getMessage(), failure);
        }
        if (failure instanceof DamagedCopyException) {
            return end(ExitCodes.DAMAGED, "damaged", failure.getMessage(), failure);
        }
        if (failure instanceof PortException) {
            return end(ExitCodes.PRECONDITION, word(failure), failure.getMessage(), failure);
        }
        if (failure instanceof IllegalArgumentException && !(failure instanceof NumberFormatException)) {
            return end(ExitCodes.USAGE, "usage", failure.getMessage(), failure);
        }
        if (failure instanceof UncheckedIOException || failure instanceof java.io.IOException) {
            return end(ExitCodes.PRECONDITION, "input_output", ioMessage(failure), failure);
        }
        return internal(failure);
    }

    private int end(int code, String word, String message, Exception failure) {
        if (debug) {
            printStackTrace(failure);
        }
        console.say(new Paint(console.colours()).bad("diptych: ") + message);
        if (json) {
            console.out().line(JsonLine.object(body -> {
                body.writeStringField("error", word);
                body.writeStringField("message", message);
                body.writeNumberField("exit_code", code);
            }));
        }
        return code;
    }

    private int internal(Throwable fault) {
        if (debug) {
            printStackTrace(fault);
        }
        console.say("diptych: internal error: " + fault
                + ". What was acknowledged before is recorded. Next: diptych verify;"
                + " and please report this line with the version (diptych --version)"
                + (debug ? " and the stack trace above" : " and what the same command prints with --debug"));
        return ExitCodes.INTERNAL;
    }

    private void printStackTrace(Throwable fault) {
        StringWriter text = new StringWriter();
        fault.printStackTrace(new PrintWriter(text));
        console.say(text.toString().strip());
    }

    private static String ioMessage(Exception failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return "reading or writing failed: " + message
                + ". What was acknowledged before is recorded. Next: see to the file or stream, and run the command again";
    }

    private static String word(Exception failure) {
        return failure.getClass()
                .getSimpleName()
                .replace("Exception", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toLowerCase(java.util.Locale.ROOT);
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        for (String row : ExitCodes.TABLE) {
            int colon = row.indexOf(':');
            codes.put(row.substring(0, colon), row.substring(colon + 1));
        }
        return codes;
    }
}
