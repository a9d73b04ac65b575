using System.Globalization;
using System.Net;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Service.Usage;

namespace ClinicalRl.Service.Tests.Usage;

public sealed class UsageTests(ServiceFixture fixture)
{
    [Fact]
    public async Task Usage_IsWhatWasRecorded_ForItsTenantAndTheOperator_AfterARestartToo()
    {
        string data, key, operators, before;
        await using (var service = await RunningService.StartAsync())
        {
            (data, operators, key) = (service.Data, service.Shown.OperatorKeys[0], await service.AddKeyAsync("used", KeyScopes.All));
            using var client = service.Client(key);
            var first = await client.CreateAsync();
            for (var step = 1; step <= 3; step++)
                await client.MoveAsync(first, step);
            await client.MoveAsync(first, 3);   // a repeat is not recorded again
            await client.FinishAsync(first);
            var second = await client.CreateAsync(seed: 2);
            await client.MoveAsync(second);
            await client.PostAsync($"/v1/episodes/{second}/forks", new { step = 1, count = 2 });
            await client.PostAsync($"/v1/episodes/{second}/steps", "{}");   // refused
            before = (await client.ReadAsync("/v1/usage")).Text;
            var usage = Wire.Read<UsageAnswer>(before);
            // Four steps of the first, one of the second, and one in each of its two forks.
            Assert.Equal((4, 7, 1), (usage.Total.EpisodesBegun, usage.Total.StepsRecorded, usage.Total.EpisodesSealed));
            Assert.Equal((3, usage.Total.Bytes), (usage.LiveEpisodes, usage.StoredBytes));
            Assert.Equal(usage.Total.StepsRecorded, usage.Days.Sum(day => day.StepsRecorded));
            using var other = service.Client(await service.AddKeyAsync("unused", KeyScopes.Admin));
            Assert.Equal((0, 0), (Wire.Read<UsageAnswer>((await other.ReadAsync("/v1/usage")).Text).Total.EpisodesBegun, Wire.Read<UsageAnswer>((await other.ReadAsync("/v1/usage")).Text).StoredBytes));
        }

        await using var again = await RunningService.StartAsync(data);
        using var owner = again.Client(key);
        Assert.Equal(before, (await owner.ReadAsync("/v1/usage")).Text);
        using var operating = again.Client(operators);
        Assert.Equal(before, (await operating.ReadAsync("/v1/tenants/used/usage")).Text);
    }

    [Theory]
    [InlineData("?from=2026-13-01", "from")]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?to=1900-01-01", "to")]
    [InlineData("?from=2026-02-02&to=2026-02-01", "from")]
    [InlineData("?from=2020-01-01&to=2026-01-01", "from")]
    [InlineData("?day=2026-01-01", "day")]
    [InlineData("?from=2026-01-01&from=2026-01-02", "from")]
    public async Task Query_IsRefused_WhenItCannotBeUsed(string query, string field)
    {
        using var client = fixture.Client();
        var answer = await client.ReadAsync("/v1/usage" + query);
        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, answer.Field));
    }

    [Fact]
    public async Task Usage_IsOfTheDaysAskedFor()
    {
        using var client = fixture.Service.Client(await fixture.Service.AddKeyAsync("days", KeyScopes.All));
        await client.CreateAsync();
        var today = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Equal(1, Wire.Read<UsageAnswer>((await client.ReadAsync($"/v1/usage?from={today}")).Text).Total.EpisodesBegun);
        var earlier = Wire.Read<UsageAnswer>((await client.ReadAsync("/v1/usage?from=2020-01-01&to=2020-12-31")).Text);
        Assert.Equal((0, 1, "2020-01-01"), (earlier.Total.EpisodesBegun, earlier.LiveEpisodes, earlier.From));
        Assert.Empty(earlier.Days);
        using var operating = fixture.Operator();
        Assert.Equal("not-found", (await operating.ReadAsync("/v1/tenants/nobody-here/usage")).Problem());
    }
}
