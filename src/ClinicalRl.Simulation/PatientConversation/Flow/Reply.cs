namespace ClinicalRl.Simulation.PatientConversation.Flow;

/// <summary>What an action brought to light.</summary>
internal sealed class Reply
{
    private string said = "";
    private string notes = "";

    public string Tool { get; set; } = "";

    public bool IsInvalid { get; set; }

    /// <summary>What the person said.</summary>
    public string Said => said;

    /// <summary>What could be seen or heard beside it.</summary>
    public string Notes => notes;

    public List<(string Code, bool Present, string Text)> Findings { get; } = [];

    public void Say(string sentence) => said = said.Length == 0 ? sentence : said + " " + sentence;

    public void Note(string sentence) => notes = notes.Length == 0 ? sentence : notes + " " + sentence;
}
