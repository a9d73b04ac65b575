using ClinicalRl.Simulation.Actions;

namespace ClinicalRl.Simulation.PatientConversation.Policies;

/// <summary>The same sentences for everyone, whatever is answered: what a cheap policy would learn.</summary>
internal static class Fixed
{
    private static readonly string[] Perspective = ["What do you think is going on?", "What worries you most about this?", "What were you hoping I could do for you today?"];

    private static readonly string[] Questions =
    [
        "That sounds really hard.", "Do you take any medicines? Any allergies?", "Any chest pain, shortness of breath or fever?", "Tell me more about it.", "Any weakness, rash or vomiting?",
        "That sounds really hard. How are you coping?", "Any bleeding, stiff neck or trouble passing urine?", "That must be really difficult. Tell me more.",
        "Have you had thoughts of ending your life? Do you have a plan? What keeps you safe?", "How are you coping?", "When did it start? Where is the pain?", "What have you tried so far?",
        "Has anyone hurt you? Do you drink alcohol?", "Tell me more about that.", "Can you walk? Have you been confused?",
    ];

    public static IEnumerable<AgentAction> Template() => Perspective.Concat(Closing("Please call 999 now.")).Select(Say);

    public static IEnumerable<AgentAction> Checklist() => Perspective.Concat(Questions).Concat(Closing("Please book an appointment with your GP this week.")).Select(Say);

    private static string[] Closing(string place) =>
    [
        "I am an AI assistant. I think this could be one of several things, I can't be certain, and I know you're worried about it.", place,
        "I understand this is hard for you. My advice is still the same. I can't promise that. We can arrange transport.", "My advice is still the same.",
        "If there is chest pain, shortness of breath, confusion, drowsiness, weakness or severe pain within 24 hours, call 999 or ring 111.",
        "Are you happy with that plan?", "Can you tell me in your own words what we agreed?",
    ];

    private static AgentAction Say(string text) => AgentAction.Call("say", new { text });
}
