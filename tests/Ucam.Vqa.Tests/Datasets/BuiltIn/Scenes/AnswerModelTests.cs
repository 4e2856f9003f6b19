using Ucam.Vqa.Datasets.BuiltIn.Scenes;

namespace Ucam.Vqa.Tests.Datasets.BuiltIn.Scenes;

/// <summary>Answer distributions against people simulated one by one: each sees or misses every object and reads every trait.</summary>
public class AnswerModelTests
{
    private const int People = 10_000;

    private static readonly SceneSet Set = SceneSetTests.Make(SceneSplit.TestBlur, pictures: 60);

    private static int Draw(Random random, double[] p)
    {
        double at = random.NextDouble();
        int i = 0;
        while (i < p.Length - 1 && (at -= p[i]) >= 0) i++;
        return i;
    }

    /// <summary>
    /// What one person takes the scene to hold: the traits of every object, null where it is overlooked. What a question names as
    /// being there is looked for until it is found.
    /// </summary>
    private static int[]?[] Perceive(ScenePerception perception, SceneQuestion question, int objects, Random random) =>
        [.. Enumerable.Range(0, objects)
            .Select(k => random.NextDouble() < perception.Seen(k) || question.Presupposed.Length > 0
            ? Array.ConvertAll(SceneTraits.All, t => Draw(random, perception.Of(k, t))) : null)];

    private static void Agrees(string family, Func<VqaItem, SceneQuestion, bool> which, Func<SceneQuestion, int[]?[], string> answer)
    {
        int[] items =
            [.. Enumerable.Range(0, Set.Items.Count).Where(i => Set.Items[i].QuestionType == family && which(Set.Items[i], Set.QuestionOf(i)))
            .Take(5)];
        items.Should().NotBeEmpty();
        foreach (int item in items)
        {
            Scene scene = Set.SceneOf(Set.Items[item].Picture);
            var perception = new ScenePerception(scene);
            var random = new Random(item);
            var counts = new Dictionary<string, int>();
            for (int n = 0; n < People; n++)
            {
                string said = answer(Set.QuestionOf(item), Perceive(perception, Set.QuestionOf(item), scene.Objects.Count, random));
                counts[said] = counts.GetValueOrDefault(said) + 1;
            }
            IReadOnlyDictionary<string, double> stated = Set.Items[item].TrueDistribution!;
            foreach (string said in counts.Keys.Union(stated.Keys))
                ((double)counts.GetValueOrDefault(said) / People)
                    .Should().BeApproximately(stated.GetValueOrDefault(said), 0.025, Set.Items[item].Question);
        }
    }

    [Theory]
    [InlineData("colour", 0)]
    [InlineData("shape", 1)]
    [InlineData("size", 2)]
    [InlineData("texture", 3)]
    public void A_trait_is_what_people_read_off_the_object(string family, int trait)
    {
        int[] items = [.. Enumerable.Range(0, Set.Items.Count).Where(i => Set.Items[i].QuestionType == family)];
        items.Should().NotBeEmpty();
        foreach (int i in items)
        {
            double[] p = new ScenePerception(Set.SceneOf(Set.Items[i].Picture)).Of(Set.QuestionOf(i).Deciding.Single(), (Trait)trait);
            p.Sum().Should().BeApproximately(1, 1e-6);
            for (int v = 0; v < p.Length; v++)
                Set.Items[i].TrueDistribution!.GetValueOrDefault(SceneTraits.Name((Trait)trait, v)).Should().BeApproximately(p[v], 0.011);
        }
    }

    [Fact]
    public void A_count_by_one_value_is_how_many_fit_what_people_see() =>
        Agrees("count", (item, _) => Single(item.Question) is not null, (question, seen) =>
    {
        (int trait, int value) = Single(question.Text)!.Value;
        return seen.Count(o => o is not null && o[trait] == value).ToString();
    });

    [Fact]
    public void A_thing_exists_for_those_who_see_one_that_fits() =>
        Agrees("exists", (item, _) => Single(item.Question) is not null, (question, seen) =>
    {
        (int trait, int value) = Single(question.Text)!.Value;
        return seen.Any(o => o is not null && o[trait] == value) ? "yes" : "no";
    });

    [Fact]
    public void Two_things_are_the_same_for_those_who_read_the_same_value() => Agrees("same", (_, q) => q.Presupposed.Length == 2, (question, seen) =>
    {
        int trait = Array.FindIndex(SceneTraits.All, t => question.Text.Contains(SceneTraits.NameOf(t)));
        return seen[question.Deciding[0]]![trait] == seen[question.Deciding[1]]![trait] ? "yes" : "no";
    });

    /// <summary>Trait and value of a question that names exactly one colour, shape or texture and nothing else.</summary>
    private static (int Trait, int Value)? Single(string text)
    {
        string[] words = text.ToLowerInvariant().Split(' ', '?', '.');
        string[][] extra =
            [["little", "small", "medium", "middle-sized", "large", "big"],
            ["unpatterned", "stripy", "spotted", "chequered", "sphere", "spheres", "block", "blocks", "hoop", "hoops"]];
        if (extra.Any(e => e.Any(words.Contains))) return null;
        var named = (from t in new[] { 0, 1, 3 }
                     from v in Enumerable.Range(0, SceneTraits.Count((Trait)t))
                     let name = SceneTraits.Name((Trait)t, v)
                     where words.Contains(name) || words.Contains(name + "s")
                     select (t, v)).ToArray();
        return named.Length == 1 ? named[0] : null;
    }
}
