using System.Security.Cryptography;
using System.Text;

namespace ClinicalRl.Service.OpenEnv.Sessions;

/// <summary>
/// The ids of episodes. A client may name its episode freely and use a name again once the episode has ended, so a name and a round
/// together give the id under which the episode is kept: always the same one, within a tenant and an environment.
/// </summary>
internal static class EpisodeNames
{
    private const string Prefix = "ep_";

    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";

    private const int IdBytes = 16;

    private const int IdCharacters = 26;

    /// <summary>A new id nobody has.</summary>
    public static string Create() => Prefix + Letters(RandomNumberGenerator.GetBytes(IdBytes));

    /// <summary>A seed by chance that every JSON reader holds exactly: below 2^53.</summary>
    public static ulong DrawSeed() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) >> 11;

    /// <summary>The id of the episode a client calls <paramref name="name"/>, on its <paramref name="round"/>-th use, from 0.</summary>
    public static string IdOf(string environment, string name, int round)
    {
        if (round == 0 && IsId(name))
            return name;
        var text = FormattableString.Invariant($"openenv\n{environment}\n{round}\n{name}");
        return Prefix + Letters(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Whether a client's name is itself the id of an episode, as answers show it.</summary>
    public static bool IsId(string name) =>
        name.Length == Prefix.Length + IdCharacters
        && name.StartsWith(Prefix, StringComparison.Ordinal)
        && !name.AsSpan(Prefix.Length).ContainsAnyExcept(Base32);

    private static string Letters(ReadOnlySpan<byte> bytes)
    {
        Span<char> letters = stackalloc char[IdCharacters];
        for (var i = 0; i < IdCharacters; i++)
        {
            var bit = i * 5;
            var pair = (bytes[bit / 8] << 8) | (bit / 8 + 1 < IdBytes ? bytes[(bit / 8) + 1] : 0);
            letters[i] = Base32[(pair >> (11 - (bit % 8))) & 31];
        }

        return new string(letters);
    }
}
