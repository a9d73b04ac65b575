using System.Text;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Testing.Ledger;

namespace ClinicalRl.Audit.Tests.Ledger;

/// <summary>What a forger might do to a folder of logs, proofs and checkpoints: one of over 120 entries among them.</summary>
internal static class EvidenceTampering
{
    /// <summary>Changes something at random; returns what, and the files of which one must be found to be wrong.</summary>
    public static (string What, List<string> Places) Change(SortedDictionary<string, byte[]> folder, int size, ref RandomStream random)
    {
        var names = folder.Keys.ToArray();
        var (one, other) = (RecordedLedger.NameOf(random.Next(size)), RecordedLedger.NameOf(random.Next(size)));
        // Small files of which there is one are as likely to be changed as all logs or all proofs.
        var file = random.Next(3) switch { 0 => one + ".jsonl", 1 => one + ".proof.json", _ => random.Pick((string[])["checkpoint.jws", "checkpoint-120.jws", "consistency-120.json", "jwks.json"]) };
        var bytes = folder[file];
        switch (random.Next(9))
        {
            case 0 or 1:
                var at = random.Next(bytes.Length);
                folder[file] = [.. bytes[..at], (byte)(bytes[at] ^ random.Between(1, 255)), .. bytes[(at + 1)..]];
                return ($"a flip at {at} of {file}", Around(file));
            case 2:
                var from = random.Next(bytes.Length);
                var until = Math.Min(bytes.Length, from + random.Between(1, 40));
                folder[file] = [.. bytes[..from], .. bytes[until..]];
                return ($"bytes {from} to {until} of {file} gone", Around(file));
            case 3:
                var place = random.Next(bytes.Length + 1);
                folder[file] = [.. bytes[..place], random.Chance(300) ? (byte)' ' : (byte)random.Next(256), .. bytes[place..]];
                return ($"a byte more at {place} of {file}", Around(file));
            case 4:
                var log = one + ".jsonl";
                var lines = Encoding.UTF8.GetString(folder[log]).Split('\n')[..^1];
                var line = random.Next(lines.Length - 1);
                (lines[line], lines[line + 1]) = (lines[line + 1], lines[line]);
                folder[log] = Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
                return ($"lines {line} and {line + 1} of {log} swapped", Around(log));
            case 5:
                folder.Remove(one + ".jsonl");
                if (random.Chance(500))
                    folder.Remove(one + ".proof.json");
                return ($"{one} dropped", ["checkpoint.jws", one + ".proof.json"]);
            case 6:
                folder["checkpoint.jws"] = folder["checkpoint-120.jws"];
                if (random.Chance(500))
                    folder.Remove("checkpoint-120.jws");
                return ("an old checkpoint replayed", ["checkpoint.jws", "consistency-120.json", "ep_000.proof.json"]);
            case 7:
                var (a, b) = random.Chance(200) ? ("checkpoint.jws", "checkpoint-120.jws") : one != other ? (one + ".jsonl", other + ".jsonl") : (one + ".jsonl", RecordedLedger.NameOf((int.Parse(one[3..], System.Globalization.CultureInfo.InvariantCulture) + 1) % size) + ".jsonl");
                SwapSignatures(folder, a, b);
                return ($"signatures of {a} and {b} swapped", [a, b]);
            default:
                var next = names[(Array.IndexOf(names, file) + 1) % names.Length];
                (folder[file], folder[next]) = (folder[next], folder[file]);
                return ($"{file} and {next} swapped", [.. Around(file), .. Around(next)]);
        }
    }

    private static List<string> Around(string file) =>
        file.StartsWith("ep_", StringComparison.Ordinal) ? [file[..6] + ".jsonl", file[..6] + ".proof.json"] : [file];

    private static void SwapSignatures(SortedDictionary<string, byte[]> folder, string a, string b)
    {
        var (first, second) = (Encoding.UTF8.GetString(folder[a]), Encoding.UTF8.GetString(folder[b]));
        var (x, y) = (SignatureOf(first), SignatureOf(second));
        folder[a] = Encoding.UTF8.GetBytes(first.Replace(x, y, StringComparison.Ordinal));
        folder[b] = Encoding.UTF8.GetBytes(second.Replace(y, x, StringComparison.Ordinal));
    }

    private static string SignatureOf(string text)
    {
        const string Member = "\"signature\":\"";
        var start = text.IndexOf(Member, StringComparison.Ordinal);
        return start < 0 ? text[(text.LastIndexOf('.') + 1)..^1] : text[(start + Member.Length)..text.IndexOf('"', start + Member.Length)];
    }
}
