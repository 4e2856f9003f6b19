using static Ucam.Browser.Tests.Figures;

namespace Ucam.Browser.Tests.Reviewing;

/// <summary>Measures the review of 5,000 answers in the browser, as docs/review.md tells it; run by docs/tour.</summary>
public sealed class ReviewTimes(Chromium chromium) : ReviewPage
{
    private const int Loads = 5, Sorts = 4;

    private const string Sort = """
        async ([count]) => {
          const times = [], select = document.querySelector(".order select");
          for (let i = 0; i < count; i++)
            for (const order of ["certainty", "doubt", "probability", "queue"]) {
              const began = performance.now();
              select.value = order;
              select.dispatchEvent(new Event("change", { bubbles: true }));
              await new Promise(requestAnimationFrame);
              await new Promise(requestAnimationFrame);
              times.push(performance.now() - began);
            }
          return times;
        }
        """;

    // Three seconds of scrolling by 40 pixels a frame, from one end to the other and back.
    private const string Scroll = """
        async () => {
          const rows = document.querySelector(".rows"), gaps = [];
          let last = await new Promise(requestAnimationFrame), down = true;
          const end = last + 3000;
          while (last < end) {
            rows.scrollTop += down ? 40 : -40;
            if (rows.scrollTop <= 0 || rows.scrollTop + rows.clientHeight >= rows.scrollHeight) down = !down;
            const now = await new Promise(requestAnimationFrame);
            gaps.push(now - last);
            last = now;
          }
          return gaps;
        }
        """;

    [Fact(Explicit = true)]
    public async Task Of_5000_answers()
    {
        double[] loads = new double[Loads];
        for (int i = 0; i < Loads; i++)
        {
            await using Visit fresh = await chromium.Open(Address);
            await Assertions.Expect(fresh.Page.GetByText("5,000 of 5,000 shown")).ToBeVisibleAsync();
            loads[i] = await fresh.Page.EvaluateAsync<double>("performance.now()");
        }
        Told("from the address to 5,000 rows", loads, "ms");
        await using Visit visit = await chromium.Open(Address);
        await Assertions.Expect(visit.Page.GetByText("5,000 of 5,000 shown")).ToBeVisibleAsync();
        Told("sorted, to the second frame after", await visit.Page.EvaluateAsync<double[]>(Sort, new[] { Sorts }), "ms");
        double[] gaps = await visit.Page.EvaluateAsync<double[]>(Scroll);
        Told("between two frames while scrolling", gaps, "ms");
        int lost = (int)gaps.Sum(gap => Math.Max(0, Math.Round(gap / (1000.0 / 60)) - 1));
        TestContext.Current.TestOutputHelper!.WriteLine($"frames lost while scrolling for three seconds: {lost} of {gaps.Length + lost}");
        visit.Errors.Should().BeEmpty();
    }
}
