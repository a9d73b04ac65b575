namespace ClinicalRl.Simulation.PatientConversation.Speech;

/// <summary>What a concept of the lexicon stands for among the words of the vocabulary; masks, mostly 0.</summary>
internal struct Meaning
{
    public ulong Topics;
    public ulong Hints;
    public ulong Signs;
    public ulong Routes;
    public ulong Places;
    public ulong Teams;
    public ulong Advice;
    public ulong Points;
    public ulong Responses;
    public ulong Arrangements;
    public bool FalseCertainty;
    public bool ClaimedExamination;
    public bool Jargon;
    public bool TeachBack;
    public bool VagueNet;
    public bool PassesOn;
    public bool RefersBack;
    public bool Ends;

    public void Add(in Meaning other)
    {
        Topics |= other.Topics;
        Hints |= other.Hints;
        Signs |= other.Signs;
        Routes |= other.Routes;
        Places |= other.Places;
        Teams |= other.Teams;
        Advice |= other.Advice;
        Points |= other.Points;
        Responses |= other.Responses;
        Arrangements |= other.Arrangements;
        FalseCertainty |= other.FalseCertainty;
        ClaimedExamination |= other.ClaimedExamination;
        Jargon |= other.Jargon;
        TeachBack |= other.TeachBack;
        VagueNet |= other.VagueNet;
        PassesOn |= other.PassesOn;
        RefersBack |= other.RefersBack;
        Ends |= other.Ends;
    }
}
