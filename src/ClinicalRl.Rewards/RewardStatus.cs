namespace ClinicalRl.Rewards;

/// <summary>How far a version of a reward function has come. Everything shipped is <see cref="Draft"/>: no clinician has signed it.</summary>
public enum RewardStatus
{
    /// <summary>Written, not offered for review.</summary>
    Draft,

    /// <summary>Offered for review, not signed.</summary>
    InReview,

    /// <summary>Signed by a registered specialist other than the author.</summary>
    Signed,

    /// <summary>Signed once, replaced by a later signed version.</summary>
    Superseded,

    /// <summary>Withdrawn; not to be relied on.</summary>
    Revoked,
}

/// <summary>Wire names of <see cref="RewardStatus"/>: <c>draft</c>, <c>in-review</c>, <c>signed</c>, <c>superseded</c>, <c>revoked</c>.</summary>
public static class RewardStatuses
{
    private static readonly string[] Words = ["draft", "in-review", "signed", "superseded", "revoked"];

    /// <summary>Reads a wire name; false when it is none.</summary>
    public static bool TryParse(string? word, out RewardStatus status)
    {
        var index = Array.IndexOf(Words, word);
        status = (RewardStatus)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>Its wire name.</summary>
    public static string Word(this RewardStatus status) => Words[(int)status];
}
