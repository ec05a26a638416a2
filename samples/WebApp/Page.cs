namespace WebApp;

internal static class Page
{
    public const string Html = """
        <!doctype html>
        <title>Ask the museum</title>
        <form><input name="question" value="When do you open?" size="40"> <button>Ask</button></form>
        <p></p>
        <script>
          document.forms[0].onsubmit = asked => {
            asked.preventDefault();
            const answer = document.querySelector('p');
            answer.textContent = '';
            const stream = new EventSource('/ask?question=' + encodeURIComponent(asked.target.question.value));
            stream.onmessage = piece => answer.textContent += piece.data;
            stream.onerror = () => stream.close();
          };
        </script>
        """;
}
