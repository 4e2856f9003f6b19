using static TorchSharp.torch;

namespace Ucam.Vqa.Models.Heads;

/// <summary>How pictures and their questions come together, with groups or without: then every picture has as many questions as any other.</summary>
internal static class SharedPictures
{
    /// <summary><see cref="QuestionGroups.JoinEach"/>.</summary>
    public static Tensor Join(this QuestionGroups? groups, Tensor pictures, Tensor questions, Func<Tensor, Tensor, Tensor> body) =>
        groups is null ? body(pictures, questions) : groups.JoinEach(pictures, questions, body);

    /// <summary><see cref="QuestionGroups.MeetEach"/>.</summary>
    public static Tensor Meet(this QuestionGroups? groups, Tensor pictures, Tensor questions,
        Func<Tensor, Tensor, Func<Tensor, Tensor>, Tensor> body) =>
        groups is null ? Meet(pictures, questions, pictures.shape[0], body, made => made) : groups.MeetEach(pictures, questions, body);

    /// <summary>
    /// (B,P,…) of so many rows of pictures and their B questions; spread gives as many rows of what the body made of the pictures.
    /// </summary>
    public static Tensor Meet(Tensor pictures, Tensor questions, long rows, Func<Tensor, Tensor, Func<Tensor, Tensor>, Tensor> body,
        Func<Tensor, Tensor> spread) =>
        body(pictures.unsqueeze(1), questions.view(rows, -1, 1, questions.shape[1]), spread)
            .view(questions.shape[0], pictures.shape[1], -1);
}
