using ClinicalRl.Rewards.Predicates;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Rewards.Schema;

/// <summary>Every key of a reward document, in the order of the reference page. A test holds it against what the reader accepts.</summary>
public static class DocumentKeys
{
    private const string IdPattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";

    private const string KebabPattern = "^[a-z0-9]+(-[a-z0-9]+)*$";

    private const string DatePattern = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$";

    private static readonly string[] Categories = [.. SafetyCategories.All.Select(category => category.ToString())];

    private static readonly string[] Severities = Enum.GetNames<Severity>();

    private static readonly DocumentKey[] Author =
    [
        Text("name", true, "Name of the person or team who wrote the document.", "Dr A. Example") ,
        Text("role", true, "Their role.", "emergency physician"),
        new("register", KeyShape.Choice, false, "Professional register of the author. Whoever has this register and number cannot sign the document.", "GMC")
        {
            Words = ProfessionalRegisters.Words, Absent = "the author is on none",
        },
        Text("number", false, "Number on that register; given with 'register' or not at all.", "\"1234567\"") with { MaxLength = Yaml.MemberReader.MaxWordLength },
    ];

    private static readonly DocumentKey[] Source =
    [
        Word("id", true, "Name by which criteria cite the source; each once.", "RCP-NEWS2", IdPattern),
        Text("publisher", true, "Who published it.", "Royal College of Physicians"),
        Text("title", true, "Its title.", "National Early Warning Score 2"),
        Text("version", true, "Edition, as its publisher names it.", "\"2017\""),
        Word("date", true, "Year, year and month, or date of publication.", "2017-12", DatePattern),
        Flag("verified", "Whether a specialist has checked the claims drawn from it."),
    ];

    private static readonly DocumentKey[] Gate =
    [
        Number("cap", true, "The most that can still be earned, below 1.", "0.4", 0, 1),
        new("scope", KeyShape.Choice, true, "Whether the cap holds for the step or for the whole episode.", "episode") { Words = ["step", "episode"] },
    ];

    private static readonly DocumentKey[] Criterion =
    [
        Word("id", true, "Name of the criterion in every verdict; each once.", "seen-in-time", IdPattern),
        Text("statement", true, "What is wanted, in one plain sentence.", "Everyone is first assessed within 15 minutes of arrival."),
        new("category", KeyShape.Choice, true, "The safety category of a failure: its earliest link in the chain of harm. A failure counts once, here.", "CS01") { Words = Categories },
        new("also", KeyShape.Words, false, "Further categories it touches.", "[CS07]") { Words = Categories, Absent = "none" },
        new("severity", KeyShape.Choice, true, "The worst plausible harm of not meeting it, from S0 (none) to S5 (catastrophic).", "S4") { Words = Severities },
        Number("weight", false, "How much it counts in a step, in thousandths at the finest.", "8", 0, RewardDocumentReader.MaxWeight) with { Absent = "by severity S0 to S5: 0, 1, 2, 4, 8, 10" },
        new("judge", KeyShape.WordOrWords, true, "The event, or events, at which it is judged. The environment's card lists them.", "disposed"),
        Condition("applies", false, "When it is judged at all.", "harm_class >= 3") with { Absent = "at every such event" },
        Condition("met", true, "When it is met and scores 1.", "steps_under == 0"),
        Condition("partly", false, "When, not being met, it is partly met and scores 0.5.", "steps_under == 1") with { Absent = "never" },
        new("gate", KeyShape.Mapping, false, "A ceiling that falls when it is not met: good work elsewhere cannot buy off the failure.", "{cap: 0.4, scope: episode}") { Keys = Gate, Absent = "no ceiling" },
        new("sources", KeyShape.Words, false, "Ids of the sources it rests on.", "[RCP-NEWS2]") { Absent = "none" },
        Flag("verified", "Whether a specialist has checked it against its sources."),
    ];

    /// <summary>The keys of the document itself.</summary>
    public static IReadOnlyList<DocumentKey> All { get; } =
    [
        Word("id", true, "Name of the reward function, in lower-case words joined by hyphens. Episodes ask for id or id@version.", "front-door-safety", KebabPattern) with { MaxLength = RewardDocumentReader.MaxIdLength },
        Word("version", true, "Three whole numbers. Any change of the file is a new version.", "1.0.0", "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)$"),
        Text("title", true, "Human name.", "Safety of decisions at the front door"),
        Word("environment", true, "The environment it scores.", "triage-queue", KebabPattern) with { MaxLength = RewardDocumentReader.MaxIdLength },
        Word("environmentVersions", true, "The versions of that environment it scores, as bounds separated by blanks.", "\">=1.0.0 <2.0.0\"", "^((>=|>|<=|<|=)[0-9]+\\.[0-9]+\\.[0-9]+ *){1,4}$"),
        Text("intendedUse", true, "What it is for, and what it is not for.", "Training of agents in simulation. Not for the care of patients."),
        new("author", KeyShape.Mapping, true, "Who wrote it. The author cannot sign.", "{name: Dr A. Example, role: emergency physician}") { Keys = Author },
        Text("notice", true, "The honest notice that goes with it.", "Synthetic draft. No clinician has signed it. Not for the care of patients."),
        new("sources", KeyShape.Mappings, false, "What its clinical claims rest on.", "") { Keys = Source, Absent = "none" },
        new("step", KeyShape.Mapping, false, "How a step's reward is made.", "{neutral: zero}")
        {
            Keys = [new("neutral", KeyShape.Choice, true, "What a step in which nothing is judged carries: zero, or the last judged reward (carry).", "zero") { Words = ["zero", "carry"] }],
            Absent = "{neutral: zero}",
        },
        new("episode", KeyShape.Mapping, false, "How steps make an episode's reward.", "{aggregate: mean}")
        {
            Keys = [new("aggregate", KeyShape.Choice, true, "The plain mean of the judged steps, or the mean weighted by what was judged in each.", "mean") { Words = ["mean", "severity-weighted"] }],
            Absent = "{aggregate: mean}",
        },
        Number("exploitCeiling", true, "The most that a policy without clinical sense may earn on average. Above it the document cannot be signed.", "0.4", 0, 1),
        new("criteria", KeyShape.Mappings, true, "The criteria, at least one.", "") { Keys = Criterion },
    ];

    private static DocumentKey Text(string name, bool required, string meaning, string example) => new(name, KeyShape.Text, required, meaning, example);

    private static DocumentKey Word(string name, bool required, string meaning, string example, string pattern) =>
        new(name, KeyShape.Word, required, meaning, example) { Pattern = pattern };

    private static DocumentKey Number(string name, bool required, string meaning, string example, double min, double max) =>
        new(name, KeyShape.Number, required, meaning, example) { Min = min, Max = max };

    private static DocumentKey Flag(string name, string meaning) => new(name, KeyShape.Flag, false, meaning, "true") { Absent = "false" };

    private static DocumentKey Condition(string name, bool required, string meaning, string example) =>
        new(name, KeyShape.Condition, required, meaning, example) { MaxLength = Predicate.MaxLength };
}
