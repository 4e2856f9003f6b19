using System.Collections.Concurrent;
using System.Diagnostics;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Ucam.Browser.Tests;

/// <summary>A window of the browser, and what went wrong in it.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _errors = new();

    public Visit(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => _errors.Enqueue(error);
        page.Console += (_, line) =>
        {
            if (line.Type == "error") _errors.Enqueue(line.Text);
        };
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Exceptions of scripts, and what the browser complained about: refused by the policy, not found.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>What axe finds wrong, a line each: the rule, and where.</summary>
    public async Task<IReadOnlyList<string>> Barriers()
    {
        AxeResult result = await Page.RunAxe();
        return [.. result.Violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {v.Help}: {n.Html}"))];
    }

    /// <summary>Waits until something is so in the page, whose policy allows no evaluation by its own scripts.</summary>
    public async Task Until(string expression)
    {
        for (var watch = Stopwatch.StartNew(); !await Page.EvaluateAsync<bool>(expression); await Task.Delay(10, TestContext.Current.CancellationToken))
            watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20), expression);
    }

    /// <summary>By how many pixels the page is wider than its window.</summary>
    public Task<int> Overhang() => Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    /// <summary>Keeps a picture of the whole page where UCAM_SCREENSHOTS names a folder, to be looked at.</summary>
    public async Task Shot(string name)
    {
        if (Environment.GetEnvironmentVariable("UCAM_SCREENSHOTS") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
