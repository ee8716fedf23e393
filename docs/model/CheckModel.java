import edu.mit.csail.sdg.alloy4.A4Reporter;
import edu.mit.csail.sdg.ast.Command;
import edu.mit.csail.sdg.ast.Module;
import edu.mit.csail.sdg.parser.CompUtil;
import edu.mit.csail.sdg.translator.A4Options;
import edu.mit.csail.sdg.translator.A4Solution;
import edu.mit.csail.sdg.translator.TranslateAlloyToKodkod;
import java.util.List;
import java.util.Locale;
import kodkod.engine.satlab.SATFactory;

/**
 * Runs the commands of a model and holds each answer against what the command expects.
 *
 * <p>{@code CheckModel FILE [PREFIX [show]]}: with a prefix, only commands whose names begin with it; with {@code show}, each
 * history that was found is printed, state by state, as what changed. Exits with 1 if an answer is another one than expected,
 * if a command expects nothing, or if none was run.
 */
public final class CheckModel {
    private CheckModel() {}

    public static void main(String[] args) {
        String prefix = args.length > 1 ? args[1] : "";
        boolean show = args.length > 2 && args[2].equals("show");
        Module model = CompUtil.parseEverything_fromFile(A4Reporter.NOP, null, args[0]);
        A4Options options = new A4Options();
        options.originalFilename = args[0];
        options.solver = solver();
        System.out.println(args[0] + ", solver " + options.solver.id());
        int run = 0;
        int wrong = 0;
        for (Command command : model.getAllCommands()) {
            if (command.label.startsWith(prefix)) {
                run++;
                wrong += isAsExpected(model, command, options, show) ? 0 : 1;
            }
        }
        System.out.println(run + " commands, " + wrong + " with another answer than expected");
        System.exit(run > 0 && wrong == 0 ? 0 : 1);
    }

    /** The native one that comes with Alloy, where it can be loaded; else the one in Java, which is slower. */
    private static SATFactory solver() {
        return SATFactory.find("minisat").filter(SATFactory::isPresent).orElse(SATFactory.DEFAULT);
    }

    private static boolean isAsExpected(Module model, Command command, A4Options options, boolean show) {
        long began = System.nanoTime();
        A4Solution solution = TranslateAlloyToKodkod.execute_command(
                A4Reporter.NOP, model.getAllReachableSigs(), command, options);
        double seconds = (System.nanoTime() - began) / 1e9;
        boolean found = solution.satisfiable();
        boolean expected = command.expects == (found ? 1 : 0);
        String what = command.check ? "counterexample" : "history";
        System.out.println(String.format(
                Locale.ROOT,
                "%-8s %-28s %-29s %6.1f s",
                expected ? "expected" : "WRONG",
                command.label,
                found ? what + " of " + solution.getTraceLength() + " states" : "no " + what,
                seconds));
        if (found && (show || !expected)) {
            print(solution);
        }
        return expected;
    }

    private static void print(A4Solution solution) {
        List<String> before = List.of();
        for (int state = 0; state < solution.getTraceLength(); state++) {
            System.out.println("  state " + state);
            List<String> lines = solution.toString(state)
                    .lines()
                    .filter(line -> line.startsWith("this/"))
                    .toList();
            for (String line : lines) {
                if (!before.contains(line)) {
                    System.out.println("    " + line.substring("this/".length()).replace("$", ""));
                }
            }
            before = lines;
        }
    }
}
