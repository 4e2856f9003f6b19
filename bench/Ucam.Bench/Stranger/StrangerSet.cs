using Ucam.Vqa;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.BuiltIn;

namespace Ucam.Bench.Stranger;

/// <summary>
/// A set as a user might bring it: plain shapes at 64×64, 2 to 21 questions a picture (9.6 on average) in ten wordings. Some answers are
/// rare for their wording, and a model that has trained too few steps gives the frequent ones.
/// </summary>
internal sealed class StrangerSet : IVqaSet
{
    private const int Least = 2, Most = 21, Voices = 10;
    private const double Skew = 1.45;
    private readonly StrangerScene[] _scenes;
    private readonly int _seed, _part;

    /// <summary>Draws a set; other parts of the same seed have other pictures.</summary>
    public StrangerSet(string name, int pictures, int seed, int part)
    {
        (Name, _seed, _part) = (name, seed, part);
        _scenes = [.. Enumerable.Range(0, pictures).Select(p => StrangerScene.Create(SetRandom.For(seed, part, p, 0)))];
        Items = [.. _scenes.SelectMany((scene, picture) => Ask(scene, picture))];
    }

    public string Name { get; }

    public int PictureCount => _scenes.Length;

    public IReadOnlyList<VqaItem> Items { get; }

    public Picture LoadPicture(int picture) => _scenes[picture].Draw(SetRandom.For(_seed, _part, picture, 1));

    private IEnumerable<VqaItem> Ask(StrangerScene scene, int picture)
    {
        SetRandom random = SetRandom.For(_seed, _part, picture, 2);
        int wanted = Least + (int)((Most - Least + 1) * Math.Pow(random.Unit(), Skew));
        for (int asked = 0; asked < wanted;)
        {
            if (StrangerQuestion.Ask(scene, random.Below(StrangerQuestion.Wordings), random) is not { } question) continue;
            yield return BuiltInItems.Create(_part, picture, asked++, question.Text, [.. Enumerable.Repeat(question.Answer, Voices)]) with
            {
                QuestionType = question.Type.ToString().ToLowerInvariant(),
                AnswerType = question.Type switch { StrangerType.Count => "number", StrangerType.Name => "other", _ => "yes/no" },
            };
        }
    }
}
