package io.vexfs.examples.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The BOM has no parent, so nothing but this keeps it in step. */
class BomTest {
    private static Document pom(String path) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("..", path).toFile());
    }

    private static List<String> texts(Document pom, String path) throws Exception {
        NodeList nodes = (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }

    @Test
    void bom_versionAndModules_areThoseOfTheReactor() throws Exception {
        Document root = pom("pom.xml");
        Document bom = pom("vexfs-api/bom/pom.xml");

        assertThat(texts(bom, "/project/version")).isEqualTo(texts(root, "/project/version"));
        assertThat(texts(bom, "/project/dependencyManagement//artifactId"))
                .isEqualTo(
                        texts(root, "/project/modules/module[starts-with(., 'vexfs-') and not(contains(., '/'))]")
                                .stream()
                                .sorted()
                                .toList());
        assertThat(texts(bom, "/project/dependencyManagement//dependency/version"))
                .containsOnly("${project.version}");
    }
}
