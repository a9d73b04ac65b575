using ClinicalRl.Client.Hosting;

namespace ClinicalRl.Client.Tests.Transport;

/// <summary>Answers as the service gives them, and clients that wait little.</summary>
internal static class Samples
{
    public const string Outcome =
        """
        "observation":{"text":"Place 4.","data":{"position":4},"time_minutes":2},"reward":0.5,"judged":true,"terminated":false,"truncated":false,
        "breakdown":[{"criterion":"c1","verdict":"partly_met","score":0.5,"weight":4,"severity":"S3","category":"CS01","subject":null,"evidence":{"found":true}}],
        "episodeReward":{"reward":0.5,"mean":0.5,"severity_weighted":0.25,"judged_steps":1,"cap":0.4,"gates":["c1"]},"invalidAction":null,"state":"00ff"
        """;

    public const string Step =
        "{\"episode\":\"ep_a\",\"step\":1,\"rewardFunction\":{\"id\":\"r\",\"version\":\"1.0.0\",\"status\":\"draft\"},\"notice\":\"Synthetic.\"," + Outcome + "}";

    public const string Created =
        "{\"episode\":\"ep_a\",\"environment\":\"corridor\",\"version\":\"1.0.0\",\"split\":\"train\",\"seed\":18446744073709551615,\"difficulty\":\"standard\","
        + "\"rewardFunction\":{\"id\":\"r\",\"version\":\"1.0.0\",\"hash\":\"ab\",\"status\":\"draft\"},\"notice\":\"Synthetic.\",\"step\":0," + Outcome + "}";

    public const string Conflict =
        """{"type":"/problems/conflict","title":"The request contradicts what is recorded","status":409,"detail":"Step 3 was due.","field":"step","expected":"3"}""";

    public static ClinicalRlClient Client(HttpMessageHandler sender, Action<ClinicalRlClientOptions>? configure = null)
    {
        var options = new ClinicalRlClientOptions { BaseAddress = new Uri("http://service.test/prefix"), FirstDelay = TimeSpan.Zero, MaxDelay = TimeSpan.Zero };
        configure?.Invoke(options);
        return ClinicalRlClient.Create(options, sender);
    }
}
