package dev.diptych.architecture.violations;

import java.util.function.Supplier;

/** A port with all that belongs to it, an adapter of it that no test knows, and a port that nobody serves. */
public final class ServedAndUnserved {
    private ServedAndUnserved() {}

    public interface ServedPort {
        int number();
    }

    public interface PortOfNobody {}

    /** An answer is no port: nobody outside can implement it. */
    public sealed interface Answer {}

    public record Yes() implements Answer {}

    public static final class ServingAdapter implements ServedPort {
        @Override
        public int number() {
            return 1;
        }
    }

    public static final class ForgottenAdapter implements ServedPort {
        @Override
        public int number() {
            return 2;
        }
    }

    public static final class Twin implements ServedPort {
        @Override
        public int number() {
            return 3;
        }
    }

    public abstract static class ServedPortContract {
        protected abstract ServedPort subject();
    }

    public static final class ServingAdapterTest extends ServedPortContract {
        @Override
        protected ServedPort subject() {
            return new AdapterFixture().get();
        }
    }

    /** A test need not name the adapter itself. */
    public static final class AdapterFixture implements Supplier<ServedPort> {
        @Override
        public ServedPort get() {
            return new ServingAdapter();
        }
    }

    public static final class TwinTest extends ServedPortContract {
        @Override
        protected ServedPort subject() {
            return new Twin();
        }
    }
}
