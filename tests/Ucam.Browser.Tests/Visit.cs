using System.Collections.Concurrent;
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

    /// <summary>By how many pixels the page is wider than its window.</summary>
    public Task<int> Overhang() => Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
