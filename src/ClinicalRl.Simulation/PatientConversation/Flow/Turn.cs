namespace ClinicalRl.Simulation.PatientConversation.Flow;

/// <summary>How a question is put.</summary>
internal enum Manner
{
    /// <summary>"Any fever?"</summary>
    Checks,

    /// <summary>"How is your breathing?"</summary>
    Asks,

    /// <summary>"Tell me more about it."</summary>
    Invites,
}

/// <summary>A question.</summary>
/// <param name="Topics">What it may be about, as bits; those that matter in the case are meant.</param>
/// <param name="Manner">How it is put.</param>
/// <param name="Clause">Which clause of what was spoken; <see cref="ByTool"/> when it was not.</param>
/// <param name="IsHint">
/// Whether a single word such as "walk" is all that speaks for it: then it is not meant where the case holds nothing about it or the clause
/// says more.
/// </param>
internal readonly record struct Question(ulong Topics, Manner Manner, int Clause = Question.ByTool, bool IsHint = false)
{
    public const int ByTool = -1;
}

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

    /// <summary>For each finding that was said to be passed on, the topics it may belong to.</summary>
    public List<ulong> PassedOn { get; } = [];

    public bool PassesOn => Recorded != 0 || RecordedUnknown > 0;

    public ulong Signs { get; set; }

    /// <summary>For each sign and route that was spoken of, the words it may stand for.</summary>
    public List<ulong> SpokenSigns { get; } = [];

    public List<ulong> SpokenRoutes { get; } = [];

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

    public bool GivesNet => (Signs | Routes) != 0 || NetHours > 0 || VagueNet || SpokenSigns.Count + SpokenRoutes.Count > 0;

    /// <summary>Whether a net was given that names at least a sign or a vague one.</summary>
    public bool NamesNet => Signs != 0 || VagueNet || SpokenSigns.Count > 0;

    /// <summary>Whether anything was done or said that means something.</summary>
    public bool SaysSomething =>
        Questions.Count > 0 || Region >= 0 || (Points | Advice | Responses | Arrangements | Places | Teams) != 0 || GivesNet || TeachBack || End || FalseCertainty || Jargon || ClaimsExamined;

    public bool IsSilent => !SaysSomething && !HasWords;
}
