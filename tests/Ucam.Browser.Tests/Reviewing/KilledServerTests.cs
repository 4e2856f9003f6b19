using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Ucam.Browser.Tests.Reviewing;

public sealed class KilledServerTests(Chromium chromium) : IDisposable
{
    // The command line with the test's own libraries, since some of its own come with ASP.NET Core here.
    private static readonly string[] Program =
    [
        "exec", "--depsfile", Here("Ucam.Browser.Tests.deps.json"), "--runtimeconfig", Here("Ucam.Browser.Tests.runtimeconfig.json"), Here("Ucam.Cli.dll"),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Decisions_on_5000_rows_outlast_a_kill_of_the_server()
    {
        string results = ManyAnswers.Table(_folder);
        using Process serving = Serve(results);
        await using Visit visit = await chromium.Open(await Address(serving), Looks.Window("light", 1280));
        await Assertions.Expect(visit.Page.Locator("#decided")).ToHaveTextAsync("not decided");
        foreach (string key in new[] { "a", "r", "a" })
        {
            string before = (await visit.Page.Locator(".pane h2").TextContentAsync())!;
            await visit.Page.Keyboard.PressAsync(key);
            await Assertions.Expect(visit.Page.Locator(".pane h2")).Not.ToHaveTextAsync(before);
        }
        serving.Kill();
        await serving.WaitForExitAsync(TestContext.Current.CancellationToken);
        await visit.Page.Keyboard.PressAsync("a");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Not kept");
        using Process again = Serve(results);
        await using Visit second = await chromium.Open(await Address(again), Looks.Window("light", 1280));
        await Assertions.Expect(second.Page.Locator("#progress")).ToContainTextAsync("3 of 5,000 decided; the model's answer accepted in 67 %");
        again.Kill();
        await again.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static string Here(string name) => Path.Combine(AppContext.BaseDirectory, name);

    private Process Serve(string results) =>
        Process.Start(new ProcessStartInfo("dotnet", [.. Program, "review", results, "--images", _folder.Path, "--port", "0"])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static async Task<Uri> Address(Process serving)
    {
        string? line = await serving.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return new Uri(Regex.Match(line ?? "", @"http://\S+").Value);
    }
}
