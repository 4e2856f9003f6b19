using System.Text.Json;
using Ucam.Browser.Tests.Asking;
using static Ucam.Browser.Tests.Figures;

namespace Ucam.Browser.Tests;

/// <summary>Measures the page in the browser, as docs/serve.md tells it; run by docs/tour.</summary>
[Collection(SiteCollection.Name)]
public class Times(Chromium chromium, Site site)
{
    private const int Loads = 10, Answers = 20, Moves = 120;

    private static readonly string Answer = """
        async ([count]) => {
          const times = [], question = document.getElementById("question"), asked = document.getElementById("asked");
          for (let i = 0; i < count; i++) {
            question.value = `Is there a ${["ball", "cube", "star", "ring"][i % 4]}${" ".repeat(i % 3)}?`;
            const began = performance.now(), done = new Promise(done => new MutationObserver((_, seen) => { seen.disconnect(); done(); })
              .observe(document.getElementById("candidates"), { childList: true }));
            document.getElementById("form").requestSubmit();
            await done;
            await new Promise(requestAnimationFrame);
            times.push(performance.now() - began);
          }
          return times;
        }
        """;

    private static readonly string Brush = """
        async ([count]) => {
          const canvas = document.getElementById("canvas"), box = canvas.getBoundingClientRect(), drawn = [], answers = [];
          document.querySelector("[name=tool][value=grey]").click();
          let last = performance.now();
          new MutationObserver(() => { answers.push(performance.now() - last); last = performance.now(); }).observe(document.getElementById("candidates"), { childList: true });
          const point = (name, i) => canvas.dispatchEvent(new PointerEvent(name, { bubbles: true, button: 0, pointerId: 1,
            clientX: box.left + box.width * (0.2 + 0.6 * (i % 60) / 60), clientY: box.top + box.height * (0.3 + 0.4 * Math.floor(i / 60)) }));
          canvas.setPointerCapture = () => {};
          point("pointerdown", 0);
          for (let i = 0; i < count; i++) {
            const began = performance.now();
            point("pointermove", i);
            await new Promise(requestAnimationFrame);
            drawn.push(performance.now() - began);
          }
          point("pointerup", 0);
          await new Promise(done => setTimeout(done, 1000));
          return [drawn, answers];
        }
        """;

    [Fact(Explicit = true)]
    public async Task Of_the_page()
    {
        double[] paints = new double[Loads], plain = new double[Loads], weights = new double[Loads];
        for (int i = 0; i < Loads; i++)
        {
            await using Visit fresh = await chromium.Open(site.Address);
            paints[i] = await Painted(fresh);
            weights[i] = await fresh.Page.EvaluateAsync<double>("[performance.getEntriesByType('navigation')[0], ...performance.getEntriesByType('resource')]"
                + ".filter(e => !e.name.includes('/samples') && !e.name.includes('/api/')).reduce((sum, e) => sum + e.encodedBodySize, 0)");
        }
        // What the browser takes on this machine for one word, in a window as fresh.
        for (int i = 0; i < Loads; i++)
        {
            await using Visit word = await chromium.Open(new Uri(site.Address, "/health/live"));
            plain[i] = await Painted(word);
        }
        Told("first paint", paints, "ms");
        Told("first paint of one word alone", plain, "ms");
        Told("files of the page", [.. weights.Select(w => w / 1000)], "kB");
        await using Visit visit = await chromium.Asked(site);
        Told("answer with maps", await visit.Page.EvaluateAsync<double[]>(Answer, new[] { Answers }), "ms");
        JsonElement brush = (await visit.Page.EvaluateAsync<JsonElement?>(Brush, new[] { Moves }))!.Value;
        double[] drawn = [.. brush[0].EnumerateArray().Select(e => e.GetDouble())];
        Told("pointer to changed picture", drawn, "ms");
        Told("between two answers while brushing", [.. brush[1].EnumerateArray().Select(e => e.GetDouble())], "ms");
        TestContext.Current.TestOutputHelper!.WriteLine($"answers while {Moves} strokes were made in {drawn.Sum():F0} ms: {brush[1].GetArrayLength()}");
    }

    private static async Task<double> Painted(Visit visit)
    {
        await visit.Until("performance.getEntriesByName('first-contentful-paint').length > 0");
        return await visit.Page.EvaluateAsync<double>("performance.getEntriesByName('first-contentful-paint')[0].startTime");
    }
}
