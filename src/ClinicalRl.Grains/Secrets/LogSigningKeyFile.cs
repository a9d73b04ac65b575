using System.Security.Cryptography;
using System.Text;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Grains.Secrets;

/// <summary>
/// The key that seals run logs, kept as a PEM file. Its public half stands beside it for whoever verifies: once under a fixed name, for
/// the key in use, and once under the key's fingerprint, where it stays when another key takes over.
/// </summary>
internal static class LogSigningKeyFile
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "run-logs.pem";

    /// <summary>Reads the key, or makes one when there is no file and <paramref name="mayCreate"/> says so.</summary>
    /// <exception cref="InvalidDataException">There is no key and none may be made, or the file is not a key.</exception>
    public static LogSigningKey LoadOrCreate(string path, Func<bool> mayCreate)
    {
        if (!File.Exists(path) && !mayCreate())
            throw new InvalidDataException($"{path} is missing, but the journal beside it holds episodes: restore the signing key from its backup, or place a new P-256 private key there.");
        var key = Read(path, SecretFile.LoadOrCreate(path, Create));
        KeepPublicHalf(path, key);
        return key;
    }

    /// <summary>Puts a new key in the file's place, whole or not at all.</summary>
    public static void Replace(string path)
    {
        var next = path + ".next";
        File.Delete(next);   // left by a rotation that did not end
        SecretFile.LoadOrCreate(next, Create);
        File.Move(next, path, overwrite: true);
    }

    private static LogSigningKey Read(string path, byte[] pem)
    {
        try
        {
            return LogSigningKey.FromPem(Encoding.ASCII.GetString(pem));
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            throw new InvalidDataException($"{path} is not a P-256 private key in PEM.", error);
        }
    }

    private static void KeepPublicHalf(string path, LogSigningKey key)
    {
        var current = Path.ChangeExtension(path, ".public.pem");
        if (File.Exists(current) && LogPublicKey.TryParse(File.ReadAllText(current), out var before) && !before.Equals(key.PublicKey))
            WriteOnce(Path.ChangeExtension(path, $".{before.KeyId}.public.pem"), File.ReadAllText(current));
        WriteOnce(Path.ChangeExtension(path, $".{key.PublicKey.KeyId}.public.pem"), key.ToPublicPem() + "\n");
        File.WriteAllText(current, key.ToPublicPem() + "\n");
    }

    private static void WriteOnce(string path, string text)
    {
        if (!File.Exists(path))
            File.WriteAllText(path, text);
    }

    private static byte[] Create()
    {
        using var key = new LogSigningKey(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        return Encoding.ASCII.GetBytes(key.ToPem() + "\n");
    }
}
