using System.Net;
using System.Text.Json.Nodes;

namespace Ucam.Web.Tests.Runs;

public sealed class RunEndpointsTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();
    private WebServer? _server;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Served => _folder.File("served");

    public async ValueTask InitializeAsync()
    {
        RunFolders.Training(Path.Combine(Served, "mine.run"), 3);
        RunFolders.Comparison(Path.Combine(Served, "studies", "small"), 2);
        _server = await WebServer.Start(Web.Tests.Served.Options with { Models = ["scenes"], Runs = Served }, cancel: Cancel);
        _client.BaseAddress = _server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Trainings_and_comparisons_are_found_with_their_curves()
    {
        JsonArray runs = (await Get("/api/runs")).AsArray();
        runs.Select(r => ((string)r!["id"]!, (string)r["kind"]!)).Should().BeEquivalentTo([("mine.run", "training"), ("studies/small", "comparison")]);
        JsonNode training = await Get("/api/runs/one?run=mine.run");
        JsonNode loss = training["charts"]![0]!;
        ((string)loss["title"]!, (string)loss["series"]![1]!["name"]!).Should().Be(("Loss", "head, validation"));
        loss["series"]![0]!["points"]!.AsArray().Select(p => (double)p![1]!).Should().Equal(1.0, 0.5, 1.0 / 3);
        ((bool)training["under_way"]!).Should().BeFalse("it holds no lock, so that it has ended");
        File.WriteAllText(Path.Combine(Served, "mine.run", ".lock"), "");
        ((bool)(await Get("/api/runs/one?run=mine.run"))["under_way"]!).Should().BeTrue();
    }

    [Fact]
    public async Task A_comparison_tells_what_is_finished_and_what_is_under_way()
    {
        JsonNode run = await Get("/api/runs/one?run=studies%2Fsmall");
        run["charts"]![0]!["series"]!.AsArray().Should().HaveCount(2);
        run["tables"]![0]!["rows"]![0]!.AsArray().Select(c => (string)c!).Should().Equal("scenes.san.baseline.9", "15", "0.7", "14");
        run["tables"]![1]!["rows"]!.AsArray().Select(r => (string)r![4]!).Should().Equal("0.75", "0.75");
        run["report"].Should().BeNull();
        File.WriteAllText(Path.Combine(Served, "studies", "small", "report.html"), "<p>report</p>");
        using HttpResponseMessage report = await _client.GetAsync((string)(await Get("/api/runs/one?run=studies%2Fsmall"))["report"]!, Cancel);
        (await report.Content.ReadAsStringAsync(Cancel)).Should().Be("<p>report</p>");
        report.Headers.GetValues("Content-Security-Policy").Single().Should().EndWith("sandbox").And.NotContain("script-src");
    }

    [Fact]
    public async Task Each_epoch_is_sent_to_who_follows()
    {
        using HttpResponseMessage response = await _client.GetAsync("/api/runs/events?run=mine.run", HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync(Cancel));
        (await Points(events)).Should().Be(3);
        RunFolders.Training(Path.Combine(Served, "mine.run"), 4);
        (await Points(events)).Should().Be(4);
        await _server!.Stop().WaitAsync(TimeSpan.FromSeconds(20), Cancel);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../other.run")]
    [InlineData("mine.run/../../other.run")]
    [InlineData("linked.run")]
    [InlineData("/etc")]
    [InlineData("")]
    public async Task Nothing_outside_the_folder_is_read(string run)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        RunFolders.Training(_folder.File("other.run"), 1);
        Directory.CreateSymbolicLink(Path.Combine(Served, "linked.run"), _folder.File("other.run"));
        foreach (string call in new[] { "/api/runs/one", "/api/runs/events", "/runs/report" })
        {
            using HttpResponseMessage response = await _client.GetAsync($"{call}?run={Uri.EscapeDataString(run)}", Cancel);
            response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task A_damaged_file_is_told_and_a_linked_one_is_not_read()
    {
        File.WriteAllText(Path.Combine(Served, "studies", "small", "curves", "scenes.san.baseline.1.json"), "{");
        ((string?)(await Get("/api/runs/one?run=studies%2Fsmall"))["note"]).Should().Be("Its files cannot be read just now.");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        Directory.CreateDirectory(Path.Combine(Served, "thief"));
        File.CreateSymbolicLink(Path.Combine(Served, "thief", "metrics.csv"), "/etc/passwd");
        (await Get("/api/runs")).AsArray().Select(r => (string)r!["id"]!).Should().NotContain("thief");
    }

    [Fact]
    public async Task Without_a_folder_there_is_no_such_page()
    {
        await using WebServer server = await WebServer.Start(Web.Tests.Served.Options with { Models = ["scenes"] }, cancel: Cancel);
        foreach (string path in new[] { "runs.html", "api/runs", "runs.js" })
            (await _client.GetAsync(new Uri(server.Address, path), Cancel)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    private async Task<JsonNode> Get(string path) => JsonNode.Parse(await _client.GetStringAsync(path, Cancel))!;

    private static async Task<int> Points(StreamReader events)
    {
        while (await events.ReadLineAsync(Cancel) is { } line)
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return JsonNode.Parse(line[6..])!["charts"]![0]!["series"]![0]!["points"]!.AsArray().Count;
        return -1;
    }
}
