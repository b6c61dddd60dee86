<?xml version="1.0" encoding="UTF-8"?>
<!-- JaCoCo's report as the one line that the build prints -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text"/>

  <xsl:template match="/report">
    <xsl:text>Coverage of </xsl:text>
    <xsl:value-of select="@name"/>
    <xsl:text> by its own tests: </xsl:text>
    <xsl:apply-templates select="counter[@type = 'LINE']"/>
    <xsl:text> of lines, </xsl:text>
    <xsl:apply-templates select="counter[@type = 'BRANCH']"/>
    <xsl:text> of branches</xsl:text>
  </xsl:template>

  <xsl:template match="counter">
    <xsl:value-of select="format-number(@covered div (@covered + @missed), '0.0 %')"/>
  </xsl:template>
</xsl:stylesheet>
