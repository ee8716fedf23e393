package dev.diptych.application.violations;

import com.jcraft.jsch.JSch;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import javax.crypto.Cipher;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/** A use case that signs by itself, with libraries and with what the platform has. */
public final class SignsByItself {
    public Ed25519PrivateKeyParameters library;
    public JSch agent;
    public Signature signature;
    public KeyFactory factory;
    public KeyPairGenerator generator;
    public PrivateKey key;
    public Cipher cipher;
}
