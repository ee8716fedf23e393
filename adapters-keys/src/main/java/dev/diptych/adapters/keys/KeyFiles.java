package dev.diptych.adapters.keys;

import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driven.KeysUnusableException;
import dev.diptych.ports.driven.RandomBytes;
import dev.diptych.ports.driven.files.DurableFiles;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Ed25519 keys in the files of OpenSSL and OpenSSH. Whatever cannot be used is refused with a {@link KeysUnusableException},
 * whose message never has anything of a private key in it.
 *
 * <p>Private keys: PKCS#8 in PEM as {@code openssl genpkey -algorithm ed25519} writes it, encrypted ones too (PBES2 with
 * PBKDF2 and AES-CBC), and what {@code ssh-keygen -t ed25519} writes, with any of its ciphers. A file that anybody but its
 * owner may read, write or run is refused. Public keys: SPKI in PEM, and OpenSSH's {@code .pub}.
 */
public final class KeyFiles {
    private static final int BYTES_MAX = 64 * 1024;

    /** The most bytes that a {@code char} can need. */
    private static final int UTF_8_BYTES_MAX = 3;

    private final DurableFiles files;
    private final RandomBytes random;

    /**
     * @param files through which files are read and made
     * @param random where new keys come from
     */
    public KeyFiles(DurableFiles files, RandomBytes random) {
        this.files = files;
        this.random = random;
    }

    /**
     * Reads a private key.
     *
     * @param passphrase asked once, and only if the key is encrypted; what it answers is wiped. No characters mean that there
     *     is no passphrase to be had
     * @throws KeysUnusableException if the file is not there, is open to others, is no Ed25519 key, or if the passphrase does
     *     not fit
     */
    public EventSigner readPrivate(Path file, Supplier<char[]> passphrase) {
        KeyFile source = new KeyFile("private key file", file, BYTES_MAX);
        byte[] content = source.readSecret(files);
        byte[] seed = new byte[0];
        try {
            seed = seed(content, passphrase);
            return Ed25519Signer.ofSeed(seed);
        } catch (UnfitKeyException unfit) {
            throw unfit.in("the private key file", file);
        } finally {
            Arrays.fill(content, (byte) 0);
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static byte[] seed(byte[] content, Supplier<char[]> passphrase) throws UnfitKeyException {
        Pem pem = Pem.find(content).orElseThrow(() -> withoutBlock(content));
        try {
            switch (pem.label()) {
                case Pkcs8.PRIVATE_LABEL:
                    return Pkcs8.seed(pem.bytes());
                case Pkcs8.ENCRYPTED_LABEL:
                    EncryptedPkcs8 encrypted = EncryptedPkcs8.parse(pem.bytes());
                    return unlocked(passphrase, encrypted::seed);
                case OpenSshPrivateKey.LABEL:
                    OpenSshPrivateKey key = OpenSshPrivateKey.parse(content, pem.bytes());
                    return key.isEncrypted() ? unlocked(passphrase, key::seed) : key.seed(new byte[0]);
                case Pkcs8.PUBLIC_LABEL:
                    throw publicOnly();
                default:
                    throw UnfitKeyException.kind("a file that says " + pem.label());
            }
        } finally {
            Arrays.fill(pem.bytes(), (byte) 0);
        }
    }

    /** Opens something with a passphrase. */
    private interface Lock {
        byte[] open(byte[] passphrase) throws UnfitKeyException;
    }

    private static byte[] unlocked(Supplier<char[]> passphrase, Lock lock) throws UnfitKeyException {
        char[] characters = passphrase.get();
        if (characters.length == 0) {
            throw new UnfitKeyException(
                    "the passphrase that it was encrypted with", "none", "say where the passphrase comes from");
        }
        ByteBuffer encoded = ByteBuffer.allocate(UTF_8_BYTES_MAX * characters.length);
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(characters), encoded, true);
        byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
        try {
            return lock.open(bytes);
        } finally {
            Arrays.fill(characters, '\0');
            Arrays.fill(encoded.array(), (byte) 0);
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static UnfitKeyException withoutBlock(byte[] content) {
        boolean isPublic = PublicKeyLine.typeOf(new String(content, StandardCharsets.ISO_8859_1))
                .isPresent();
        return isPublic
                ? publicOnly()
                : new UnfitKeyException(
                        "a private key in PEM or as ssh-keygen writes it",
                        "a file without a line that begins one",
                        UnfitKeyException.NEXT_GENERATE);
    }

    private static UnfitKeyException publicOnly() {
        return new UnfitKeyException(
                "a private key", "a public one", "name the file of the private half, which has no .pub at its end");
    }

    /**
     * Reads a public key.
     *
     * @throws KeysUnusableException if the file is not there, or is no Ed25519 key that a signature can be judged with
     */
    public VerifyingKey readPublic(Path file) {
        byte[] content = new KeyFile("public key file", file, BYTES_MAX).read(files);
        try {
            Optional<Pem> pem = Pem.find(content);
            VerifyingKey key = pem.isPresent()
                    ? ofSpki(pem.get())
                    : PublicKeyLine.parse(new String(content, StandardCharsets.ISO_8859_1));
            if (!Ed25519Verifier.isFit(key)) {
                throw new UnfitKeyException(
                        "a point of the curve that is not of small order",
                        "another, with which no signature is good",
                        UnfitKeyException.NEXT_GENERATE);
            }
            return key;
        } catch (UnfitKeyException unfit) {
            throw unfit.in("the public key file", file);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static VerifyingKey ofSpki(Pem pem) throws UnfitKeyException {
        if (!pem.label().equals(Pkcs8.PUBLIC_LABEL)) {
            Arrays.fill(pem.bytes(), (byte) 0);
            throw new UnfitKeyException(
                    "a public key",
                    "a file that says " + pem.label(),
                    "name the file of the public half; ssh-keygen -y -f FILE and openssl pkey -in FILE -pubout print it");
        }
        byte[] bytes = Pkcs8.publicBytes(pem.bytes());
        if (bytes.length != VerifyingKey.BYTES) {
            throw new UnfitKeyException(
                    "a public key of " + VerifyingKey.BYTES + " bytes",
                    bytes.length + " bytes",
                    "restore the file from where it was copied");
        }
        return VerifyingKey.of(bytes);
    }

    /**
     * Makes a new key: the private half in {@code file}, unencrypted, and the public one beside it in the same name with
     * {@code .pub}, both for their owner alone. When this returns, both survive a power cut; if it fails, neither is there, as
     * far as that could be seen to. No file is ever replaced.
     *
     * @param comment what the line of the public half ends with, such as whose it is; may be empty
     * @throws KeysUnusableException if a file is there already, or cannot be made
     */
    public VerifyingKey generate(Path file, String comment) {
        byte[] seed = random.next(Ed25519Signer.SEED_BYTES);
        byte[] pem = Pkcs8.pem(seed);
        try {
            VerifyingKey key = Ed25519Signer.ofSeed(seed).publicKey();
            byte[] line = PublicKeyLine.text(key, comment).getBytes(StandardCharsets.UTF_8);
            new NewKeyFiles(files, file).write(pem, line);
            return key;
        } finally {
            Arrays.fill(seed, (byte) 0);
            Arrays.fill(pem, (byte) 0);
        }
    }

    /** Where {@link #generate} puts the public half of the key in {@code file}. */
    public static Path publicFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }
}
