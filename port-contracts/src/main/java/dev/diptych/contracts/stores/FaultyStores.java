package dev.diptych.contracts.stores;

import dev.diptych.ports.driven.BoundEnd;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.QueryStore.StoreWork;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoreTransaction;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Another store, real or twin, as one process sees it, in which calls fail as a {@link StoreFaultPlan} says. What is counted
 * is every call through the port, inside transactions too, so that a method that is added to the port is a point of failure
 * by itself; only what cannot fail by its contract passes uncounted.
 *
 * <p>A process that was stopped stays stopped: its later calls fail, and do not reach the store beneath. A transaction that
 * it was in stays open there, as a dead process leaves it: a real file is then copied by another process, and
 * {@link #abandon} closes what was left.
 *
 * <p>What fails inside a bound transaction dooms it, as the port promises. What cannot be shown here is a medium that takes
 * back what it had: a twin's disk and a real kernel do that.
 */
public final class FaultyStores {
    private static final Set<String> UNCOUNTED =
            Set.of("doom", "doomed", "unwrap", "isShared", "note", "equals", "hashCode", "toString");

    private final StoreProvider real;
    private final StoreGate gate;
    private final Deque<AutoCloseable> leftOpen = new ArrayDeque<>();

    private FaultyStores(StoreProvider real, BooleanSupplier stoppedElsewhere) {
        this.real = real;
        this.gate = new StoreGate(stoppedElsewhere);
    }

    /**
     * @param stoppedElsewhere whether the process was stopped by something else, at a file of the log for example
     */
    public static FaultyStores over(StoreProvider real, BooleanSupplier stoppedElsewhere) {
        return new FaultyStores(real, stoppedElsewhere);
    }

    /** The place as the application sees it. */
    public StoreProvider provider() {
        return wrapped(StoreProvider.class, new Layer("place", real));
    }

    /** A second place as the same process sees it: its calls are counted with the others. */
    public StoreProvider alsoAt(StoreProvider other) {
        return wrapped(StoreProvider.class, new Layer("place", other));
    }

    /** Lets the plan decide from the next call on. Calls are counted on. */
    public FaultyStores failing(StoreFaultPlan plan) {
        gate.follow(plan);
        return this;
    }

    /** All calls so far, in their order. */
    public List<StoreOperation> operations() {
        return gate.operations();
    }

    /** Whether the process was stopped, here or elsewhere. */
    public boolean isStopped() {
        return gate.isStopped();
    }

    /**
     * A call that does not go through the port, a caller's own COMMIT for example, counted and made to fail like the others.
     *
     * @param kind its name among the operations
     */
    public void pass(String kind, Runnable call) {
        try {
            gate.pass(kind, () -> {
                call.run();
                return kind;
            });
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable never) {
            throw new IllegalStateException(never);
        }
    }

    /**
     * Closes what a stopped process left open; to be called in the thread that worked with it.
     *
     * @return what could not be closed properly, which nobody uses any more
     */
    public List<Exception> abandon() {
        List<Exception> broken = new ArrayList<>();
        while (!leftOpen.isEmpty()) {
            try {
                leftOpen.pop().close();
            } catch (Exception failed) {
                broken.add(failed);
            }
        }
        return broken;
    }

    private static <T> T wrapped(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    /** What is handed out is counted as well. */
    private Object counted(Object answer) {
        if (answer instanceof BoundStoreTransaction bound) {
            leftOpen.push(bound);
            return wrapped(BoundStoreTransaction.class, new Bound(bound));
        }
        if (answer instanceof StoreTransaction transaction) {
            return wrapped(StoreTransaction.class, new Layer("inside", transaction));
        }
        if (answer instanceof QueryStore store) {
            leftOpen.push(store);
            return wrapped(QueryStore.class, new Store(store));
        }
        if (answer instanceof StoreReader reader) {
            leftOpen.push(reader);
            return wrapped(StoreReader.class, new Layer("reader", reader));
        }
        return answer;
    }

    /** One object of the port. */
    private class Layer implements InvocationHandler {
        private final String name;
        private final Object target;

        Layer(String name, Object target) {
            this.name = name;
            this.target = target;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            return UNCOUNTED.contains(method.getName())
                    ? call(target, method, arguments)
                    : method.getName().equals("close")
                            ? close(method)
                            : counted(gate.pass(name + "." + method.getName(), () -> run(method, arguments)));
        }

        Object run(Method method, Object[] arguments) throws Throwable {
            return call(target, method, arguments);
        }

        /** Closing releases what is held even where the medium has failed; a dead process closes nothing. */
        private Object close(Method method) throws Throwable {
            if (gate.isStopped()) {
                return null;
            }
            Optional<StoreFault> fault = gate.isBroken() ? Optional.empty() : gate.count(name + ".close");
            if (fault.isEmpty() || !fault.get().stops() || fault.get().takesEffect()) {
                leftOpen.removeIf(open -> open == target);
                call(target, method, new Object[0]);
            }
            if (fault.isPresent()) {
                throw gate.failure(name + ".close", fault.get());
            }
            return null;
        }
    }

    /** A store, whose ordinary transactions are walked through. */
    private final class Store extends Layer {
        private final QueryStore store;

        Store(QueryStore store) {
            super("store", store);
            this.store = store;
        }

        @Override
        Object run(Method method, Object[] arguments) throws Throwable {
            return method.getName().equals("inTransaction")
                    ? inTransaction((StoreWork<?>) arguments[0])
                    : super.run(method, arguments);
        }

        private <T> T inTransaction(StoreWork<T> work) {
            String commit = "inside.commit";
            Deque<StoreFault> atCommit = new ArrayDeque<>();
            T answer = store.inTransaction(transaction -> {
                T worked = work.in((StoreTransaction) counted(transaction));
                gate.count(commit).ifPresent(atCommit::push);
                if (!atCommit.isEmpty() && !atCommit.peek().takesEffect()) {
                    throw gate.failure(commit, atCommit.peek());
                }
                return worked;
            });
            if (!atCommit.isEmpty()) {
                throw gate.failure(commit, atCommit.peek());
            }
            return answer;
        }
    }

    /** A bound transaction, whose end is answered and not thrown. */
    private final class Bound extends Layer {
        private final BoundStoreTransaction bound;
        private boolean ended;

        Bound(BoundStoreTransaction bound) {
            super("bound", bound);
            this.bound = bound;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            boolean ends = method.getName().equals("commit") || method.getName().equals("rollBack");
            if (ended && method.getName().equals("close")) {
                return null; // Does nothing once it has ended, and so cannot fail.
            }
            ended |= ends;
            try {
                return ends ? end(method) : super.invoke(proxy, method, arguments);
            } catch (RuntimeException thrown) {
                if (!gate.isStopped()) {
                    bound.doom(thrown);
                }
                throw thrown;
            }
        }

        private BoundEnd end(Method method) throws Throwable {
            String kind = "bound." + method.getName();
            Optional<StoreFault> fault = gate.count(kind);
            if (fault.isEmpty()) {
                return (BoundEnd) call(bound, method, new Object[0]);
            }
            if (fault.get().takesEffect()) {
                call(bound, method, new Object[0]);
            } else if (!fault.get().stops()) {
                bound.rollBack();
            }
            RuntimeException why = gate.failure(kind, fault.get());
            return method.getName().equals("rollBack") && !fault.get().stops()
                    ? new BoundEnd.RolledBack(bound.doomed())
                    : new BoundEnd.Uncertain(
                            why, fault.get().stops() || fault.get().breaks());
        }
    }
}
