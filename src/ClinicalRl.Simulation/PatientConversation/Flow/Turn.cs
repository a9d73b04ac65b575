namespace ClinicalRl.Simulation.PatientConversation.Flow;

/// <summary>A question about one topic.</summary>
/// <param name="Topic">Index of the topic.</param>
/// <param name="Open">Whether it leaves the answer to the person.</param>
internal readonly record struct Question(int Topic, bool Open);

/// <summary>
/// What the agent did in one turn, whether by tools or in its own words: both are read into this and judged by it alone. Masks are over
/// the vocabulary's words.
/// </summary>
internal sealed class Turn
{
    public List<Question> Questions { get; } = [];

    /// <summary>Region to be examined, or -1.</summary>
    public int Region { get; set; } = -1;

    public ulong Points { get; set; }

    public ulong Advice { get; set; }

    /// <summary>Dose in mg said with a medicine, or null.</summary>
    public double? DoseMg { get; set; }

    public ulong Responses { get; set; }

    public ulong Arrangements { get; set; }

    public ulong Places { get; set; }

    public ulong Teams { get; set; }

    /// <summary>Codes of findings passed on with a referral, as item bits, and how many codes are none of the case's.</summary>
    public uint Recorded { get; set; }

    public int RecordedUnknown { get; set; }

    public ulong Signs { get; set; }

    public int NetHours { get; set; }

    public ulong Routes { get; set; }

    /// <summary>Signs that someone keeps an eye on "if it gets worse", with no sign named.</summary>
    public bool VagueNet { get; set; }

    public bool TeachBack { get; set; }

    public bool End { get; set; }

    public bool FalseCertainty { get; set; }

    public bool Jargon { get; set; }

    public bool ClaimsExamined { get; set; }

    /// <summary>A heap of keywords was said, of which nothing is taken in.</summary>
    public bool IsHeap { get; set; }

    /// <summary>Something was said in words, whether or not it was understood.</summary>
    public bool HasWords { get; set; }

    public bool GivesNet => Signs != 0 || Routes != 0 || NetHours > 0 || VagueNet;

    /// <summary>Whether a net was given that names at least a sign or a vague one.</summary>
    public bool NamesNet => Signs != 0 || VagueNet;

    /// <summary>Whether anything was done or said that means something.</summary>
    public bool SaysSomething =>
        Questions.Count > 0 || Region >= 0 || (Points | Advice | Responses | Arrangements | Places | Teams) != 0 || GivesNet || TeachBack || End || FalseCertainty || Jargon || ClaimsExamined;

    public bool IsSilent => !SaysSomething && !HasWords;
}
