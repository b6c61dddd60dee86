package io.foundryidentity.agent.bootstrap;

import java.math.BigInteger;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** A certificate of which only the subject alternative names are asked for. */
final class NamedCertificate extends X509Certificate {

  private final List<List<?>> names;

  NamedCertificate(List<?>... names) {
    this.names = Arrays.asList(names);
  }

  @Override
  public Collection<List<?>> getSubjectAlternativeNames() {
    return names.isEmpty() ? null : names;
  }

  @Override
  public Set<String> getCriticalExtensionOIDs() {
    return Collections.emptySet();
  }

  @Override
  public Set<String> getNonCriticalExtensionOIDs() {
    return Collections.emptySet();
  }

  @Override
  public byte[] getExtensionValue(String oid) {
    throw new AssertionError("not asked for");
  }

  @Override
  public boolean hasUnsupportedCriticalExtension() {
    return false;
  }

  @Override
  public void checkValidity() {
    throw new AssertionError("not asked for");
  }

  @Override
  public void checkValidity(Date date) {
    throw new AssertionError("not asked for");
  }

  @Override
  public int getVersion() {
    return 3;
  }

  @Override
  public BigInteger getSerialNumber() {
    return BigInteger.ONE;
  }

  @Override
  public Principal getIssuerDN() {
    throw new AssertionError("not asked for");
  }

  @Override
  public Principal getSubjectDN() {
    throw new AssertionError("not asked for");
  }

  @Override
  public Date getNotBefore() {
    throw new AssertionError("not asked for");
  }

  @Override
  public Date getNotAfter() {
    throw new AssertionError("not asked for");
  }

  @Override
  public byte[] getTBSCertificate() {
    throw new AssertionError("not asked for");
  }

  @Override
  public byte[] getSignature() {
    throw new AssertionError("not asked for");
  }

  @Override
  public String getSigAlgName() {
    throw new AssertionError("not asked for");
  }

  @Override
  public String getSigAlgOID() {
    throw new AssertionError("not asked for");
  }

  @Override
  public byte[] getSigAlgParams() {
    throw new AssertionError("not asked for");
  }

  @Override
  public boolean[] getIssuerUniqueID() {
    return new boolean[0];
  }

  @Override
  public boolean[] getSubjectUniqueID() {
    return new boolean[0];
  }

  @Override
  public boolean[] getKeyUsage() {
    return new boolean[0];
  }

  @Override
  public int getBasicConstraints() {
    return -1;
  }

  @Override
  public byte[] getEncoded() {
    throw new AssertionError("not asked for");
  }

  @Override
  public void verify(PublicKey key) {
    throw new AssertionError("not asked for");
  }

  @Override
  public void verify(PublicKey key, String provider) {
    throw new AssertionError("not asked for");
  }

  @Override
  public String toString() {
    return "a certificate for " + names;
  }

  @Override
  public PublicKey getPublicKey() {
    throw new AssertionError("not asked for");
  }
}
