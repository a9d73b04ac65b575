using System.Net;
using System.Text.Json;
using ClinicalRl.Service.Batches;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Tests.Hosting;

namespace ClinicalRl.Service.Tests.Batches;

public sealed class BatchTests(ServiceFixture fixture)
{
    private readonly HttpClient client = fixture.Client();

    [Fact]
    public async Task Episodes_EachHaveTheirOwnResultOrProblem()
    {
        var key = Guid.NewGuid().ToString();
        object[] items = [new { environment = "corridor", seed = 1 }, new { environment = "nowhere", seed = 1 }, new { environment = "corridor" }, 7, new { environment = "corridor", seed = 1 }];
        var answer = Wire.Read<BatchAnswer>((await client.PostAsync("/v1/batch/episodes", new { items }, key)).Text);
        Assert.Equal([201, 400, 400, 400, 201], answer.Items.Select(item => item.Status));
        Assert.Equal([null, "environment", "seed", "body", null], answer.Items.Select(item => item.Problem?.Field));
        var again = Wire.Read<BatchAnswer>((await client.PostAsync("/v1/batch/episodes", new { items }, key)).Text);
        Assert.Equal([200, 400, 400, 400, 200], again.Items.Select(item => item.Status));
        Assert.Equal(Id(answer.Items[4]), Id(again.Items[4]));
        Assert.NotEqual(Id(answer.Items[0]), Id(answer.Items[4]));
    }

    [Fact]
    public async Task Steps_OfOneEpisodeAreTakenInOrder_AndOthersBesideThem()
    {
        var (first, second) = (await client.CreateAsync(1), await client.CreateAsync(2));
        object[] items = [Move(first, 1), Move(second, null), Move(first, 2), Move(first, 3), Move(second, 2)];
        var answer = Wire.Read<BatchAnswer>((await client.PostAsync("/v1/batch/steps", new { items })).Text);
        Assert.Equal([200, 200, 200, 200, 200], answer.Items.Select(item => item.Status));
        Assert.Equal([1, 1, 2, 3, 2], answer.Items.Select(item => Wire.Read<StepAnswer>(item.Body!.Value.GetRawText()).Step));
        var again = Wire.Read<BatchAnswer>((await client.PostAsync("/v1/batch/steps", new { items = new[] { Move(first, 3) } })).Text);
        Assert.Equal(answer.Items[3].Body!.Value.GetRawText(), again.Items[0].Body!.Value.GetRawText());
    }

    [Fact]
    public async Task Steps_AfterARefusedOneOfTheirEpisode_AreNotTaken()
    {
        var (first, second) = (await client.CreateAsync(1), await client.CreateAsync(2));
        object[] items =
        [
            new { episode = first, action = new { tool = "move", confidence = 2 } }, Move(first, null), Move(second, null), new { episode = second, action = 1 },
            Move("ep_none", null), new { action = new { tool = "move" } }, new { episode = second, colour = "red" }, 5,
        ];
        var answer = Wire.Read<BatchAnswer>((await client.PostAsync("/v1/batch/steps", new { items })).Text);
        Assert.Equal([400, 409, 200, 400, 404, 400, 409, 400], answer.Items.Select(item => item.Status));
        Assert.Equal(["action.confidence", null, null, "action", null, "episode", null, "body"], answer.Items.Select(item => item.Problem?.Field));
        Assert.Equal(0, (await client.ReadAsync($"/v1/episodes/{first}")).Json.GetProperty("step").GetInt32());
        Assert.Equal(1, (await client.ReadAsync($"/v1/episodes/{second}")).Json.GetProperty("step").GetInt32());
    }

    [Fact]
    public async Task Batch_OfTheLargestSize_IsAnsweredInTheOrderAsked()
    {
        var items = Enumerable.Range(0, 1024).Select(seed => new { environment = "corridor", seed });
        var created = Wire.Read<BatchAnswer>((await client.PostAsync("/v1/batch/episodes", new { items })).Text);
        Assert.Equal(Enumerable.Range(0, 1024), created.Items.Select(item => item.Body!.Value.GetProperty("seed").GetInt32()));
        var ids = created.Items.Select(Id).ToList();
        var stepped = await client.PostAsync("/v1/batch/steps", new { items = ids.Select(id => Move(id, 1)) });
        Assert.Equal(HttpStatusCode.OK, stepped.Status);
        Assert.Equal(ids, Wire.Read<BatchAnswer>(stepped.Text).Items.Select(Id));
    }

    private static object Move(string episode, int? step) => new { episode, step, action = new { tool = "move", arguments = new { direction = "right" } } };

    private static string Id(BatchItemAnswer item) => item.Body is JsonElement body ? body.GetProperty("episode").GetString()! : "";
}
