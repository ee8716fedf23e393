package dev.diptych.adapters.sqlite;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sqlite.SQLiteErrorCode;

/**
 * The connection that a caller gets inside a transaction that it does not end: everything works, but what would commit,
 * roll back or close is refused, and so is every statement once the transaction is doomed.
 *
 * <p>Statements that would do the same as SQL text are refused by their first word. Text of several statements may still
 * hide one; {@link TransactionWatch} sees that when it happens.
 */
final class GuardedConnection implements InvocationHandler {
    private static final Set<String> ENDING =
            Set.of("commit", "setAutoCommit", "close", "abort", "unwrap", "setTransactionIsolation", "setReadOnly");

    /** White space and comments, then a word that begins or ends a transaction, or widens it to another file; ROLLBACK TO a
     * savepoint may pass. */
    private static final Pattern BEGINS_OR_ENDS = Pattern.compile(
            "(?:\\s|;|--[^\\n]*(?:\\n|$)|/\\*.*?\\*/)*(?:BEGIN|COMMIT|END|ATTACH|DETACH|ROLLBACK(?!\\s+(?:TRANSACTION\\s+)?TO\\b))\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final Connection target;
    private final TransactionWatch watch;

    private GuardedConnection(Connection target, TransactionWatch watch) {
        this.target = target;
        this.watch = watch;
    }

    static Connection of(Connection target, TransactionWatch watch) {
        return proxy(Connection.class, new GuardedConnection(target, watch));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        String name = method.getName();
        if (isOwn(method)) {
            return own(proxy, method, arguments);
        }
        if (ENDING.contains(name) || name.equals("rollback") && arguments == null) {
            throw refused("Connection." + name);
        }
        if (name.equals("isWrapperFor")) {
            return false;
        }
        requireAlive();
        requireNoEnd(arguments);
        Object answer = call(target, method, arguments);
        if (answer instanceof DatabaseMetaData metaData) {
            return guarded((Connection) proxy, metaData);
        }
        return answer instanceof Statement statement ? guarded((Connection) proxy, statement) : answer;
    }

    private DatabaseMetaData guarded(Connection connection, DatabaseMetaData metaData) {
        return proxy(DatabaseMetaData.class, (proxy, method, arguments) -> {
            if (isOwn(method)) {
                return own(proxy, method, arguments);
            }
            return switch (method.getName()) {
                case "getConnection" -> connection;
                case "isWrapperFor" -> false;
                case "unwrap" -> throw refused("DatabaseMetaData.unwrap");
                default -> {
                    requireAlive();
                    Object answer = call(metaData, method, arguments);
                    yield answer instanceof ResultSet rows ? guarded(Optional.empty(), rows) : answer;
                }
            };
        });
    }

    /** Rows lead back to the guarded statement, not to the one beneath. */
    private ResultSet guarded(Optional<Statement> of, ResultSet rows) {
        return proxy(ResultSet.class, (proxy, method, arguments) -> {
            if (isOwn(method)) {
                return own(proxy, method, arguments);
            }
            return switch (method.getName()) {
                case "getStatement" -> of.orElseThrow(() -> refused("ResultSet.getStatement of meta data"));
                case "isWrapperFor" -> false;
                case "unwrap" -> throw refused("ResultSet.unwrap");
                default -> call(rows, method, arguments);
            };
        });
    }

    private Statement guarded(Connection connection, Statement statement) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            String name = method.getName();
            if (isOwn(method)) {
                return own(proxy, method, arguments);
            }
            switch (name) {
                case "getConnection" -> {
                    return connection;
                }
                case "isWrapperFor" -> {
                    return false;
                }
                case "unwrap" -> throw refused("Statement.unwrap");
                default -> {
                    if (name.startsWith("execute") || name.equals("addBatch")) {
                        requireAlive();
                        requireNoEnd(arguments);
                    }
                    Object answer = call(statement, method, arguments);
                    return answer instanceof ResultSet rows ? guarded(Optional.of((Statement) proxy), rows) : answer;
                }
            }
        };
        if (statement instanceof CallableStatement) {
            return proxy(CallableStatement.class, handler);
        }
        return statement instanceof PreparedStatement
                ? proxy(PreparedStatement.class, handler)
                : proxy(Statement.class, handler);
    }

    private void requireAlive() throws SQLException {
        if (watch.doomed().isPresent()) {
            throw new SQLException(
                    "the transaction is doomed, and no further statement runs in it: "
                            + watch.doomed().get().getMessage(),
                    watch.doomed().get());
        }
        if (!watch.isRunning()) {
            throw new SQLException("the transaction that this connection was handed out for has ended");
        }
    }

    private static void requireNoEnd(Object[] arguments) throws SQLException {
        if (arguments != null
                && arguments.length > 0
                && arguments[0] instanceof String sql
                && BEGINS_OR_ENDS.matcher(sql).matches()) {
            throw refused(sql.strip().toUpperCase(Locale.ROOT));
        }
    }

    private static SQLException refused(String what) {
        return new SQLException("refused: " + what
                + ". Whoever began this transaction ends it. Nothing was changed. Next: return from the work to commit, or"
                + " throw to roll back");
    }

    private static boolean isOwn(Method method) {
        return method.getDeclaringClass() == Object.class;
    }

    private Object own(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "guarded " + target;
        };
    }

    private Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof SQLException failed
                    && SqliteFailures.primaryCode(failed) == SQLiteErrorCode.SQLITE_IOERR) {
                watch.mediumFailed();
            }
            throw thrown.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(GuardedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
