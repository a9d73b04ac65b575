using ClinicalRl.Audit.Ledger;
using ClinicalRl.Cli.Hosting;

namespace ClinicalRl.Cli.Verification;

/// <summary>Logs of one folder that are to be verified, and what stands beside them.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Logs">Paths of the logs.</param>
/// <param name="IsWhole">The folder itself was named, so that a log missing from it is noticed.</param>
internal sealed record EvidenceFolder(string Path, IReadOnlyList<string> Logs, bool IsWhole)
{
    private const string LogPattern = "*" + EvidenceNames.Log;

    /// <summary>Largest file beside the logs, bytes.</summary>
    private const int MaxFileBytes = 1024 * 1024;

    /// <summary>Whether a ledger's checkpoint stands beside the logs.</summary>
    public bool HasCheckpoint => File.Exists(System.IO.Path.Combine(Path, EvidenceNames.Checkpoint));

    /// <summary>The folders that the paths given stand for: each folder named, and the folders of the files named.</summary>
    public static IReadOnlyList<EvidenceFolder> Of(IReadOnlyList<string> paths)
    {
        var folders = paths.Where(Directory.Exists).Select(path => new EvidenceFolder(path, [.. Directory.GetFiles(path, LogPattern).Order(StringComparer.Ordinal)], IsWhole: true)).ToList();
        if (folders.Find(folder => folder.Logs.Count == 0 && !folder.HasCheckpoint) is { } empty)
            throw new CommandRefusedException($"FILE: the folder '{empty.Path}' holds no {LogPattern}.");
        var files = paths.Where(path => !Directory.Exists(path)).ToList();
        if (files.Find(path => !File.Exists(path)) is { } nothing)
            throw new CommandRefusedException($"FILE: there is no '{nothing}'.");
        folders.AddRange(files.GroupBy(file => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file))!, StringComparer.Ordinal).Select(group => new EvidenceFolder(group.Key, [.. group], IsWhole: false)));
        return folders;
    }

    /// <summary>The small files that say something of the ledger; of a folder not named itself, only proofs of the logs named.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> ReadFiles()
    {
        var proofs = Logs.Select(log => EvidenceNames.ProofOf(System.IO.Path.GetFileName(log))).ToHashSet(StringComparer.Ordinal);
        var files = new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(Path).Order(StringComparer.Ordinal))
        {
            var name = System.IO.Path.GetFileName(path);
            if (!IsEvidence(name) || (!IsWhole && name.EndsWith(EvidenceNames.Proof, StringComparison.Ordinal) && !proofs.Contains(name)))
                continue;
            files[name] = new FileInfo(path).Length <= MaxFileBytes ? File.ReadAllBytes(path) : default;   // nothing that is evidence is so large: it is reported as none
        }

        return files;
    }

    private static bool IsEvidence(string name) =>
        name is EvidenceNames.Checkpoint or EvidenceNames.Keys || name.EndsWith(EvidenceNames.Proof, StringComparison.Ordinal)
        || name.StartsWith(EvidenceNames.EarlierPrefix, StringComparison.Ordinal) || name.StartsWith(EvidenceNames.ConsistencyPrefix, StringComparison.Ordinal);
}
