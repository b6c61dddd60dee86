package io.foundryidentity.simulator;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;

/**
 * An RSA key that is the same in every simulator, and no secret: to find its primes takes a second
 * where code is hardly compiled, as in tests, and each JVM of a test would do so.
 */
final class KnownRsaKey {
  private static final int RADIX = 36;

  private static final String P =
      "yu12jc4kj14p6g2ilqlyxpect0bs2sbr93v5uuu8vr3zj2684p9qtnit52syoe8kne"
          + "zt7xfnlnvq82otpbiu2v61c9vobsy70e5xujozqlyingvt4o5in3sxphuyhh08sph9"
          + "4a53gm1uiq9zzm754avepml6u4xhw6qzx2e3crnyw27vrjebsrxm8tu14jsma875lb";

  private static final String Q =
      "11nwfhivwrdwlocqjpsjdz7sfri1jtuo9zpo9wz6hyy1sprz8ms31rm6hs2eup8lai"
          + "bpbnli8w1bm6kcdxt6rvvioqxt9d35uqqx20pjmgeoyhruq4y71i2yf5qt4hwfve5a"
          + "0f6bcu3sqwedw5bhkcc3h0sn5625qrsoecvupggn1532haddxw1ykqa0gu8cs2wzrr"
          + "h";

  private KnownRsaKey() {}

  static KeyPair pair() {
    BigInteger p = new BigInteger(P, RADIX);
    BigInteger q = new BigInteger(Q, RADIX);
    BigInteger modulus = p.multiply(q);
    BigInteger e = BigInteger.valueOf(65_537);
    BigInteger pLess = p.subtract(BigInteger.ONE);
    BigInteger qLess = q.subtract(BigInteger.ONE);
    BigInteger d = e.modInverse(pLess.multiply(qLess));
    try {
      KeyFactory rsa = KeyFactory.getInstance("RSA");
      return new KeyPair(
          rsa.generatePublic(new RSAPublicKeySpec(modulus, e)),
          rsa.generatePrivate(
              new RSAPrivateCrtKeySpec(
                  modulus, e, d, p, q, d.mod(pLess), d.mod(qLess), q.modInverse(p))));
    } catch (GeneralSecurityException wrong) {
      throw new IllegalStateException("This JDK does not take the simulator's key", wrong);
    }
  }
}
