using ClinicalRl.Simulation.PatientConversation.Content;
using ClinicalRl.Simulation.PatientConversation.Flow;
using ClinicalRl.Simulation.PatientConversation.Speech;

namespace ClinicalRl.Simulation.Tests.PatientConversation.Speech;

/// <summary>Free speech is read into the same turn that the tools fill.</summary>
public sealed class SpeechReaderTests
{
    private static readonly ConversationVocabulary Words = Talks.Content.Vocabulary;
    private static readonly SpeechReader Reader = new(Meanings.Load(Words), new KeyWords(Words));

    [Theory]
    [InlineData("What worries you most about this?", "concerns", true)]
    [InlineData("What do you think is going on?", "ideas", true)]
    [InlineData("What were you hoping I could do for you today?", "expectations", true)]
    [InlineData("Can you tell me more about it?", "story", null)]
    [InlineData("When did it start?", "onset", null)]
    [InlineData("Is the pain there now?", "pain", false)]
    [InlineData("Are you short of breath?", "breathing", false)]
    [InlineData("Have you had a fever?", "fever", false)]
    [InlineData("Have you noticed any weakness in your arms or legs?", "nerves", false)]
    [InlineData("Is there any numbness between your legs or when you wipe?", "bladder_bowel", false)]
    [InlineData("Have you had any trouble passing urine?", "bladder_bowel", false)]
    [InlineData("Do you take any regular medicines?", "medicines", false)]
    [InlineData("Do you have any allergies?", "allergies", false)]
    [InlineData("Have you had thoughts of ending your life?", "suicidal_thoughts", false)]
    [InlineData("Do you have a plan for how you would do it?", "plan_means", false)]
    [InlineData("What keeps you safe?", "protective", null)]
    [InlineData("Could you be pregnant?", "pregnancy", false)]
    [InlineData("Has anyone at home hurt you?", "safety_at_home", false)]
    [InlineData("How old is your boyfriend?", "partner", null)]
    [InlineData("How many tablets have you taken?", "dose_taken", null)]
    [InlineData("Do you smoke?", "smoking", false)]
    [InlineData("How much alcohol do you drink?", "alcohol_drugs", null)]
    [InlineData("Have you lost any weight?", "weight", false)]
    [InlineData("Do you take anything herbal or over the counter?", "other_remedies", false)]
    [InlineData("Do you hear voices that other people don't hear?", "voices", false)]
    [InlineData("Can you confirm your date of birth and address?", "identity", null)]
    [InlineData("Do you drive?", "work_driving", false)]
    [InlineData("Can you walk on it?", "walking", false)]
    public void Questions_AreReadByTopicAndManner(string text, string topic, bool? open)
    {
        var turn = Read(text);
        var question = Assert.Single(turn.Questions, asked => (asked.Topics & Words.Topics.Bit(topic)) != 0);
        Assert.True(open is null || question.Manner == Manner.Checks != open, $"{question.Manner}");
        Assert.Equal(0UL, turn.Places | turn.Teams);
    }

    [Theory]
    [InlineData("I want you to call 999 now.", "ambulance_999")]
    [InlineData("You need to go to the emergency department straight away.", "emergency_department")]
    [InlineData("I would like you to go to A&E now.", "emergency_department")]
    [InlineData("I'm going to refer you to the TIA clinic today.", "urgent_specialist")]
    [InlineData("You can look after this at home.", "self_care")]
    [InlineData("Please book an appointment with your GP this week.", "gp_soon")]
    [InlineData("Please see the pharmacist about this.", "pharmacist")]
    [InlineData("You need to be seen by a clinician today.", "same_day_clinician")]
    public void Places_AreReadAsThePlan(string text, string place) => Assert.Equal(Words.Places.Bit(place), Read(text).Places);

    [Theory]
    [InlineData("You don't need to go to the emergency department.")]
    [InlineData("Have you been to hospital before?")]
    [InlineData("If you get chest pain, call 999.")]
    [InlineData("Did you call 999?")]
    public void Places_AreNotRead_WhenDeniedAskedOrConditional(string text) => Assert.Equal(0UL, Read(text).Places);

    [Fact]
    public void SafetyNet_IsReadBySignTimeAndRoute()
    {
        var turn = Read("If you get chest pain or become short of breath, call 999. If you are not better within two days, see your GP.");
        Assert.Equal(Words.Signs.Mask(["chest_pain", "breathless"]), turn.SpokenSigns.Aggregate((all, signs) => all | signs) & Words.Signs.Mask(["chest_pain", "breathless", "drowsy"]));
        Assert.Equal(Words.Routes.Mask(["999", "gp_practice"]), turn.SpokenRoutes.Aggregate((all, routes) => all | routes));
        Assert.Equal(48, turn.NetHours);
        Assert.Equal(0UL, turn.Places);
    }

    [Theory]
    [InlineData("Come back if it gets worse.")]
    [InlineData("Just call us if you are worried.")]
    public void SafetyNet_IsVague_WithoutASign(string text)
    {
        var turn = Read(text);
        Assert.True(turn.VagueNet);
        Assert.Empty(turn.SpokenSigns);
    }

    [Theory]
    [InlineData("I'm sure it's nothing to worry about.", true)]
    [InlineData("It is definitely not cancer.", true)]
    [InlineData("You will be absolutely fine.", true)]
    [InlineData("I can't promise that it is nothing.", false)]
    [InlineData("It is most likely a muscle strain, but I can't be certain.", false)]
    public void FalseCertainty_IsHeard(string text, bool heard) => Assert.Equal(heard, Read(text).FalseCertainty);

    [Theory]
    [InlineData("I have listened to your chest and it is clear.", true)]
    [InlineData("I can't examine you over the phone.", false)]
    public void ClaimedExamination_IsHeard(string text, bool heard) => Assert.Equal(heard, Read(text).ClaimsExamined);

    [Theory]
    [InlineData("This could be a myocardial infarction.", true)]
    [InlineData("This could be a problem with your heart.", false)]
    [InlineData("You may have paraesthesia and erythema.", true)]
    public void Jargon_IsHeard(string text, bool heard) => Assert.Equal(heard, Read(text).Jargon);

    [Theory]
    [InlineData("That sounds really frightening.", "empathy")]
    [InlineData("I understand that the cost of a taxi is difficult.", "acknowledge_barrier")]
    [InlineData("My advice is still the same, it isn't safe to wait.", "keep_advice")]
    [InlineData("I can't promise that.", "cannot_promise")]
    [InlineData("I'm an AI assistant, not a doctor.", "say_is_ai")]
    [InlineData("Yes, I'm a real person.", "say_is_human")]
    [InlineData("I can't share any information about the patient.", "decline_to_share")]
    [InlineData("Is it all right if the nurse has a look?", "ask_consent")]
    [InlineData("Are you happy with that plan?", "agree_plan")]
    [InlineData("So to summarise, you have had pain since this morning.", "summary")]
    public void Responses_AreHeard(string text, string response) => Assert.NotEqual(0UL, Read(text).Responses & Words.Responses.Bit(response));

    [Theory]
    [InlineData("Okay, you can leave it and see how it goes.", true)]
    [InlineData("If you really prefer to stay at home, that's fine.", true)]
    [InlineData("Okay, I understand, but I still recommend that you go today.", false)]
    [InlineData("I still think you should go, but fine, you can wait until next week.", true)]
    public void GivingWay_IsHeard_ByTheLastWord(string text, bool heard) => Assert.Equal(heard, (Read(text).Responses & Words.Responses.Bit("give_way")) != 0);

    [Theory]
    [InlineData("Please take 300 mg of aspirin now.", "aspirin", 300.0)]
    [InlineData("You can take paracetamol 1 g.", "paracetamol", 1000.0)]
    [InlineData("Please don't drive until you have been seen.", "no_driving", null)]
    [InlineData("Ask someone to stay with you.", "someone_with_you", null)]
    [InlineData("Please unlock the front door.", "unlock_door", null)]
    [InlineData("Stop taking the ibuprofen.", "stop_remedy", null)]
    [InlineData("Take the old patch off.", "remove_patch", null)]
    [InlineData("This is your choice and I respect that.", "respect_choice", null)]
    public void Advice_IsHeard_WithItsDose(string text, string advice, double? dose)
    {
        var turn = Read(text);
        Assert.NotEqual(0UL, turn.Advice & Words.Advice.Bit(advice));
        Assert.Equal(dose, turn.DoseMg);
    }

    [Theory]
    [InlineData("Do not take ibuprofen.", "ibuprofen")]
    [InlineData("You don't need antibiotics.", "antibiotics")]
    [InlineData("Have you taken any paracetamol?", "paracetamol")]
    public void Medicine_IsNotAdvised_WhenDeniedOrAsked(string text, string medicine) => Assert.Equal(0UL, Read(text).Advice & Words.Advice.Bit(medicine));

    [Theory]
    [InlineData("Can you tell me back in your own words what we agreed?")]
    [InlineData("Just to check I've explained it clearly, what will you do if the pain comes back?")]
    public void TeachBack_IsHeard(string text) => Assert.True(Read(text).TeachBack);

    [Theory]
    [InlineData("We will get an interpreter on the line.", "interpreter")]
    [InlineData("Could I speak to you alone for a moment?", "time_alone")]
    [InlineData("We can arrange transport for you.", "transport")]
    [InlineData("I will ring ahead so that they expect you.", "call_ahead")]
    public void Arrangements_AreHeard(string text, string arrangement) => Assert.NotEqual(0UL, Read(text).Arrangements & Words.Arrangements.Bit(arrangement));

    /// <summary>Whatever a tool can do, words can do; only "reassure fully" is heard as the promise that it is.</summary>
    [Fact]
    public void EveryWordOfTheVocabulary_CanBeSaid()
    {
        var meanings = Meanings.Load(Words);
        var said = default(Meaning);
        for (var concept = 0; concept < meanings.Lexicon.Count; concept++)
            said.Add(meanings.Of(concept));
        Assert.Equal([], Words.Topics.Words(~said.Topics));
        Assert.Equal([], Words.Signs.Words(~said.Signs));
        Assert.Equal([], Words.Routes.Words(~said.Routes));
        Assert.Equal([], Words.Places.Words(~said.Places));
        Assert.Equal([], Words.Teams.Words(~said.Teams));
        Assert.Equal([], Words.Advice.Words(~said.Advice));
        Assert.Equal([], Words.Points.Words(~said.Points));
        Assert.Equal(["reassure_fully"], Words.Responses.Words(~said.Responses));
        Assert.Equal([], Words.Arrangements.Words(~said.Arrangements));
    }

    [Fact]
    public void Heap_IsHeardAsNothing()
    {
        var turn = Read("Chest pain, fever, rash, vomiting, confusion, weakness, bleeding, headache, breathlessness, collapse, 999, 111, GP, aspirin, paracetamol.");
        Assert.True(turn.IsHeap);
        Assert.Equal(0UL, turn.Places | turn.Advice);
        Assert.Empty(turn.SpokenSigns.Concat(turn.SpokenRoutes));
    }

    [Fact]
    public void Anything_IsRead_WithoutFailing()
    {
        foreach (var text in (string[])["", " ", "\0", "????", new string('a', 4_000), "💊💊💊 \ud83d", string.Concat(Enumerable.Repeat("pain? ", 600))])
            _ = Read(text);
    }

    private static Turn Read(string text)
    {
        var turn = new Turn();
        Reader.Read(text, turn);
        return turn;
    }
}
