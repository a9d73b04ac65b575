using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Grains.Secrets;

/// <summary>Puts a new log-signing key in the place of the one in use, in the data folder of a service that does not run.</summary>
public static class LogKeyRotation
{
    /// <summary>
    /// Makes a new key and notes the old one as retired at <paramref name="now"/>; returns all keys, the new one first. The old private key is gone afterwards;
    /// what it signed is still verified by its public half.
    /// </summary>
    /// <exception cref="InvalidDataException">There is no key to replace, or a file is not what it should be.</exception>
    public static LogKeySet Rotate(string dataFolder, DateTimeOffset now)
    {
        var path = Path.Combine(dataFolder, "keys", LogSigningKeyFile.FileName);
        using (var old = LogSigningKeyFile.LoadOrCreate(path, mayCreate: () => false))
            LogKeyRegister.Open(Path.GetDirectoryName(path)!, old.PublicKey, now);
        LogSigningKeyFile.Replace(path);
        using var key = LogSigningKeyFile.LoadOrCreate(path, mayCreate: () => false);
        return LogKeyRegister.Open(Path.GetDirectoryName(path)!, key.PublicKey, now);
    }
}
