using System.Collections.Immutable;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Grains.Secrets;

/// <summary>
/// The public half of every key that ever sealed logs here, with the times between which it was in use: <c>run-logs.jwks.json</c>, which is what the
/// service publishes. A key that is no longer the one in use is noted as retired when the service first starts with another.
/// </summary>
internal static class LogKeyRegister
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "run-logs.jwks.json";

    /// <summary>Most keys taken over from files of single keys.</summary>
    private const int MaxKeys = 1_000;

    /// <summary>Reads the register in <paramref name="folder"/> and notes that <paramref name="current"/> is the key in use at <paramref name="now"/>.</summary>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static LogKeySet Open(string folder, LogPublicKey current, DateTimeOffset now)
    {
        var path = Path.Combine(folder, FileName);
        var known = File.Exists(path) ? Read(path) : Earlier(folder);
        var noted = Note(known, current, now);
        if (!File.Exists(path) || noted.ToJson() != File.ReadAllText(path))
            Replace(path, noted.ToJson());
        return noted;
    }

    private static LogKeySet Note(LogKeySet known, LogPublicKey current, DateTimeOffset now)
    {
        var others = known.Keys.Where(key => !key.PublicKey.Equals(current)).Select(key => key with { Retired = key.Retired ?? now });
        var own = known.Find(current.KeyId) ?? new LogKey(current, now);
        return new LogKeySet([own with { Retired = null }, .. others]);
    }

    /// <summary>The keys that stand beside it as single files, each written when its key was first used: all there is where there was no register.</summary>
    private static LogKeySet Earlier(string folder)
    {
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "run-logs.*.public.pem").Order(StringComparer.Ordinal).Take(MaxKeys) : [];
        return new LogKeySet([.. files.Select(file => LogPublicKey.TryParse(File.ReadAllText(file), out var key)
            ? new LogKey(key, new DateTimeOffset(File.GetLastWriteTimeUtc(file)))
            : throw new InvalidDataException($"{file} is not a P-256 public key in PEM."))]);
    }

    private static LogKeySet Read(string path) =>
        LogKeySet.TryParse(File.ReadAllText(path), out var set, out var problem) ? set : throw new InvalidDataException($"{path}: {problem}");

    private static void Replace(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = $"{path}.{Path.GetRandomFileName()}";
        File.WriteAllText(unfinished, text);
        File.Move(unfinished, path, overwrite: true);
    }
}
