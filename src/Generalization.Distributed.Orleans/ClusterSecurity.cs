using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;

namespace Generalization.Distributed.Orleans;

/// <summary>TLS with a certificate that all members of a cluster have, and nobody else: who cannot show it is refused.</summary>
public static class ClusterSecurity
{
    private const string Name = "generalization";

    /// <summary>Makes a cluster's secret: a certificate with its key.</summary>
    /// <param name="path">The file, PFX, which is for the members alone.</param>
    /// <param name="password">Its password.</param>
    /// <param name="from">When it begins to be valid.</param>
    /// <param name="until">When it ends.</param>
    /// <exception cref="IOException">The file is there already, and stays; or it cannot be written.</exception>
    public static void Create(string path, string password, DateTimeOffset from, DateTimeOffset until)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false)
        );
        using var certificate = request.CreateSelfSigned(from, until);
        var bytes = certificate.Export(X509ContentType.Pfx, password);
        // Members that started with another secret would be shut out.
        Files.WholeFile.Write(path, file => Keep(file, bytes), $"{path}.{Path.GetRandomFileName()}.part", overwrite: false);
    }

    /// <summary>Reads a cluster's secret; the caller's.</summary>
    /// <param name="path">The file.</param>
    /// <param name="password">Its password.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="CryptographicException">It is no PFX, or the password is another.</exception>
    /// <exception cref="ArgumentException">It is not valid yet, or no longer.</exception>
    public static X509Certificate2 Read(string path, string password)
    {
        var secret = X509CertificateLoader.LoadPkcs12FromFile(path, password);
        var now = TimeProvider.System.GetUtcNow();
        if (now >= new DateTimeOffset(secret.NotBefore) && now <= new DateTimeOffset(secret.NotAfter))
            return secret;
        var (from, until) = (secret.NotBefore.ToUniversalTime(), secret.NotAfter.ToUniversalTime());
        secret.Dispose();
        throw new ArgumentException(
            FormattableString.Invariant($"The secret {path} must be valid now, but is valid from {from:u} to {until:u}; make a new one.")
        );
    }

    private static void Keep(Stream file, byte[] secret)
    {
        if (!OperatingSystem.IsWindows() && file is FileStream { SafeFileHandle: var handle })
            File.SetUnixFileMode(handle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        file.Write(secret);
    }

    internal static void Configure(TlsOptions options, X509Certificate2 secret)
    {
        options.LocalCertificate = secret;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.CheckCertificateRevocation = false;
        // The certificate is the secret: no authority is asked.
        options.RemoteCertificateValidation = (certificate, _, _) =>
            CryptographicOperations.FixedTimeEquals(SHA256.HashData(certificate.RawData), SHA256.HashData(secret.RawData));
        options.OnAuthenticateAsClient = (_, client) => client.TargetHost = Name;
    }
}
