using System.Net;
using ClinicalRl.Client.Episodes;
using ClinicalRl.Client.Problems;
using static ClinicalRl.Client.Tests.Transport.ScriptedSender;

namespace ClinicalRl.Client.Tests.Transport;

public sealed class RetryTests
{
    private static readonly AgentAction Wait = AgentAction.Call("wait");

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    public async Task Step_IsSentAgain_WhenTheServiceIsBusy(HttpStatusCode status)
    {
        using var sender = new ScriptedSender(Busy(status), Busy(status), Json(Samples.Step));
        using var client = Samples.Client(sender);
        Assert.Equal(1, (await client.Episodes.StepAsync("ep_a", 1, Wait)).Step);
        Assert.Equal(3, sender.Requests.Count);
        Assert.Single(sender.Requests.Distinct());
    }

    [Fact]
    public async Task Create_IsSentAgainUnderTheSameKey_WhenTheConnectionIsRefusedOrTooLate()
    {
        using var sender = new ScriptedSender(Refuse, ConnectTooLate, Json(Samples.Created, HttpStatusCode.Created));
        using var client = Samples.Client(sender);
        await client.Episodes.CreateAsync(new CreateEpisode("corridor") { Seed = 1 });
        await client.Episodes.CreateAsync(new CreateEpisode("corridor") { Seed = 1 });
        Assert.Equal(4, sender.Requests.Count);
        Assert.Single(sender.Requests.Take(3).Select(request => request.IdempotencyKey).Distinct());
        Assert.NotEqual(sender.Requests[2].IdempotencyKey, sender.Requests[3].IdempotencyKey);
        Assert.All(sender.Requests, request => Assert.NotNull(request.IdempotencyKey));
    }

    [Fact]
    public async Task Step_IsSentAgain_WhenItsAnswerBreaksOff()
    {
        using var sender = new ScriptedSender(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new BrokenContent() }, Json(Samples.Step));
        using var client = Samples.Client(sender);
        Assert.Equal(1, (await client.Episodes.StepAsync("ep_a", 1, Wait)).Step);
        Assert.Equal(2, sender.Requests.Count);
    }

    [Fact]
    public async Task RetryAfter_GoesBeforeTheOwnDelay()
    {
        using var sender = new ScriptedSender(Busy(HttpStatusCode.TooManyRequests, TimeSpan.Zero), Json(Samples.Step));
        using var client = Samples.Client(sender, options => (options.FirstDelay, options.MaxDelay) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        await client.Episodes.StepAsync("ep_a", 1, Wait);
        Assert.Equal(2, sender.Requests.Count);
    }

    [Fact]
    public async Task AnAnswerThatNeverEnds_IsGivenUp()
    {
        using var sender = new ScriptedSender(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new EndlessContent() });
        using var client = Samples.Client(
            sender, options => (options.TotalTimeout, options.AttemptTimeout) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(50)));
        await Assert.ThrowsAsync<ServiceNotReachedException>(() => client.Episodes.StepAsync("ep_a", 1, Wait));
    }

    [Fact]
    public async Task Tries_AreBounded()
    {
        using var sender = new ScriptedSender(Refuse);
        using var client = Samples.Client(sender, options => options.MaxAttempts = 3);
        await Assert.ThrowsAsync<ServiceNotReachedException>(() => client.Episodes.GetAsync("ep_a"));
        Assert.Equal(3, sender.Requests.Count);
    }

    [Fact]
    public async Task BusyToTheEnd_IsARefusalWithItsStatus()
    {
        using var sender = new ScriptedSender(Busy(HttpStatusCode.ServiceUnavailable));
        using var client = Samples.Client(sender, options => options.MaxAttempts = 2);
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => client.Episodes.GetAsync("ep_a"));
        Assert.Equal(503, refused.Problem.Status);
        Assert.Equal(2, sender.Requests.Count);
    }

    [Fact]
    public async Task Time_IsBounded_WhenNobodyAnswers()
    {
        using var client = Samples.Client(new SilentSender(), options => options.TotalTimeout = TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAsync<ServiceNotReachedException>(() => client.Episodes.GetAsync("ep_a"));
    }

    [Fact]
    public async Task Call_IsCancellable()
    {
        using var client = Samples.Client(new SilentSender());
        using var cancel = new CancellationTokenSource();
        var call = client.Episodes.GetAsync("ep_a", cancel.Token);
        Assert.False(call.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Conflict)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task Refusal_IsNotSentAgain(HttpStatusCode status)
    {
        using var sender = new ScriptedSender(Json(Samples.Conflict, status));
        using var client = Samples.Client(sender);
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => client.Episodes.StepAsync("ep_a", 1, Wait));
        Assert.Single(sender.Requests);
        Assert.Equal((int)status, refused.Problem.Status);
        Assert.Equal(("conflict", "step", "3"), (refused.Problem.Slug, refused.Problem.Field, refused.Problem.Expected));
        Assert.Contains("Step 3 was due.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>Not our page</html>")]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{}")]
    public async Task Refusal_KeepsItsStatus_WhenAProxyAnswers(string page)
    {
        using var sender = new ScriptedSender(Json(page, HttpStatusCode.Forbidden));
        using var client = Samples.Client(sender);
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => client.Episodes.GetAsync("ep_a"));
        Assert.Equal(403, refused.Problem.Status);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("{\"episode\":1}")]
    public async Task Answer_ThatCannotBeRead_IsNoAnswer(string body)
    {
        using var client = Samples.Client(new ScriptedSender(Json(body)));
        await Assert.ThrowsAsync<ServiceNotReachedException>(() => client.Episodes.GetAsync("ep_a"));
    }
}
