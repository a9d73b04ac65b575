using System.Security.Cryptography;
using System.Text;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Grains.Secrets;

/// <summary>The key that seals run logs, kept as a PEM file; its public half stands beside it for whoever verifies.</summary>
internal static class LogSigningKeyFile
{
    /// <summary>Reads the key, or makes one when there is no file.</summary>
    public static LogSigningKey LoadOrCreate(string path)
    {
        var pem = SecretFile.LoadOrCreate(path, Create);
        LogSigningKey key;
        try
        {
            key = LogSigningKey.FromPem(Encoding.ASCII.GetString(pem));
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            throw new InvalidDataException($"{path} is not a P-256 private key in PEM.", error);
        }

        File.WriteAllText(Path.ChangeExtension(path, ".public.pem"), key.ToPublicPem() + "\n");
        return key;
    }

    private static byte[] Create()
    {
        using var key = new LogSigningKey(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        return Encoding.ASCII.GetBytes(key.ToPem() + "\n");
    }
}
