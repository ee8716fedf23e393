package dev.diptych.adapters.keys;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import dev.diptych.domain.keys.VerifyingKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A private key as {@code ssh-keygen} writes it: {@code openssh-key-v1}, in OpenSSH's PROTOCOL.key.
 *
 * <p>The part that is never encrypted is read here, so that a key of another type is refused by its name, nobody is asked for
 * a passphrase in vain, and no file can ask for days of work. Decrypting is JSch's, whose messages are not passed on: they
 * may say more than they should.
 */
final class OpenSshPrivateKey {
    static final String LABEL = "OPENSSH PRIVATE KEY";

    /** ssh-keygen takes 16 or 24 unless told otherwise; each is some milliseconds. */
    private static final int ROUNDS_MAX = 2_000;

    private static final String MAGIC = "openssh-key-v1\0";
    private static final String NONE = "none";

    private final byte[] file;
    private final boolean encrypted;
    private final byte[] publicHalf;

    private OpenSshPrivateKey(byte[] file, boolean encrypted, byte[] publicHalf) {
        this.file = file;
        this.encrypted = encrypted;
        this.publicHalf = publicHalf;
    }

    /**
     * Reads what is not encrypted.
     *
     * @param file the whole file, for JSch
     * @param block what its PEM block says
     */
    static OpenSshPrivateKey parse(byte[] file, byte[] block) throws UnfitKeyException {
        ByteBuffer in = ByteBuffer.wrap(block);
        try {
            if (!text(in, MAGIC.length()).equals(MAGIC)) {
                throw malformed();
            }
            String cipher = text(in);
            String derivation = text(in);
            ByteBuffer options = part(in);
            if (derivation.equals("bcrypt")) {
                part(options);
                int rounds = options.getInt();
                if (rounds <= 0 || rounds > ROUNDS_MAX) {
                    throw new UnfitKeyException(
                            "1 to " + ROUNDS_MAX + " rounds of key derivation",
                            Integer.toUnsignedString(rounds),
                            "ssh-keygen -p -a 100 -f FILE encrypts it anew");
                }
            } else if (!derivation.equals(NONE)) {
                throw malformed();
            }
            int keys = in.getInt();
            if (keys != 1) {
                throw new UnfitKeyException("one key", Integer.toUnsignedString(keys) + " keys", "keep each in a file");
            }
            ByteBuffer stated = part(in);
            String type = text(stated);
            if (!type.equals(VerifyingKey.OPENSSH_TYPE)) {
                throw UnfitKeyException.kind(
                        KeyTypes.isKnown(type) ? "a key of the type " + type : "a key of an unknown type");
            }
            byte[] publicHalf = bytes(part(stated));
            part(in);
            return new OpenSshPrivateKey(file, !cipher.equals(NONE), publicHalf);
        } catch (BufferUnderflowException truncated) {
            throw malformed();
        }
    }

    boolean isEncrypted() {
        return encrypted;
    }

    /**
     * The seed of the private key; the caller wipes it, and the passphrase.
     *
     * @param passphrase anything if it is not encrypted
     */
    byte[] seed(byte[] passphrase) throws UnfitKeyException {
        byte[] forAgent = new byte[0];
        try {
            KeyPair pair = KeyPair.load(new JSch(), file.clone(), null);
            try {
                if (pair.isEncrypted() && !pair.decrypt(passphrase.clone())) {
                    throw UnfitKeyException.passphrase();
                }
                forAgent = pair.forSSHAgent();
            } finally {
                pair.dispose();
            }
            return checked(ByteBuffer.wrap(forAgent));
        } catch (JSchException | RuntimeException unreadable) {
            throw encrypted ? UnfitKeyException.passphrase() : malformed();
        } finally {
            Arrays.fill(forAgent, (byte) 0);
        }
    }

    /** What a key looks like on its way to an agent: its type, the public half, and the seed with the public half again. */
    private byte[] checked(ByteBuffer in) throws UnfitKeyException {
        if (!text(in).equals(VerifyingKey.OPENSSH_TYPE)) {
            throw malformed();
        }
        byte[] inside = bytes(part(in));
        ByteBuffer secret = part(in);
        byte[] seed = new byte[Ed25519Signer.SEED_BYTES];
        secret.get(seed);
        byte[] own = Pkcs8.publicHalfOf(seed);
        if (!Arrays.equals(own, inside) || !Arrays.equals(own, publicHalf) || !secret.equals(ByteBuffer.wrap(own))) {
            Arrays.fill(seed, (byte) 0);
            throw Pkcs8.halves();
        }
        return seed;
    }

    private static String text(ByteBuffer in) {
        ByteBuffer part = part(in);
        return text(part, part.remaining());
    }

    private static String text(ByteBuffer in, int count) {
        return StandardCharsets.ISO_8859_1.decode(slice(in, count)).toString();
    }

    /** A length in four bytes, and so many bytes (RFC 4251, section 5). */
    private static ByteBuffer part(ByteBuffer in) {
        return slice(in, in.getInt());
    }

    private static ByteBuffer slice(ByteBuffer in, int count) {
        if (count < 0 || count > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer slice = in.slice().limit(count);
        in.position(in.position() + count);
        return slice;
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }

    private static UnfitKeyException malformed() {
        return new UnfitKeyException(
                "a private key as ssh-keygen writes it",
                "bytes that are none",
                "restore the file from where it was copied");
    }
}
